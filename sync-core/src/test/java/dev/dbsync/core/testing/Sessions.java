package dev.dbsync.core.testing;

import dev.dbsync.core.database.Database;
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

    /**
     * A server takes a moment to notice that its client is gone. Asked again and again, each time in a transaction of
     * its own: a single one would hold up an index that is being built.
     */
    public void awaitGone() {
        String any = "SELECT pid FROM pg_stat_activity WHERE " + OURS;
        for (int i = 0; i < 3000; i++) {
            // Asked once a round: somebody may well come back, to ask what became of a commit.
            if (server.query(database, any).isEmpty()) {
                return;
            }
            server.execute(database, "SELECT pg_sleep(0.01)");
        }
        throw new AssertionError("there are still sessions");
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
