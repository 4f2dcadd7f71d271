package dev.dbsync.core.testing;

import dev.dbsync.core.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The sessions that Sync, and the pg_dump that it starts, have on a database. */
public record Sessions(PostgresServer server, Database database) {

    /** Tests name their own sessions so. */
    private static final String OURS = """
            datname = current_database()
            AND (application_name LIKE 'sync %' OR application_name LIKE 'pg_dump%')
            AND application_name <> 'sync test'
            """;

    /** Ends all of them, as a DBA would, and waits until they are gone; how many there were. */
    public int terminate() {
        List<String> ended = server.query(
                database,
                "SELECT pid FROM pg_stat_activity WHERE CASE WHEN " + OURS + " THEN pg_terminate_backend(pid) END");
        awaitGone();
        return ended.size();
    }

    /** A server takes a moment to notice that its client is gone. */
    public void awaitGone() {
        try (Connection connection = database.connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$
                    BEGIN
                        FOR i IN 1..3000 LOOP
                            PERFORM pg_stat_clear_snapshot();
                            IF NOT EXISTS (SELECT FROM pg_stat_activity WHERE %s) THEN
                                RETURN;
                            END IF;
                            PERFORM pg_sleep(0.01);
                        END LOOP;
                        RAISE EXCEPTION 'there are still sessions';
                    END
                    $$
                    """.formatted(OURS));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Sync's and Flyway's are such. */
    public List<String> advisoryLocks() {
        return server.query(database, """
                SELECT classid, objid
                FROM pg_locks
                WHERE locktype = 'advisory'
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """);
    }
}
