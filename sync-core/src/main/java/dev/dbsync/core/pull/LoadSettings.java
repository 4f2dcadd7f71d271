package dev.dbsync.core.pull;

import dev.dbsync.core.copy.SessionSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Settings of the sessions that fill a target. */
final class LoadSettings {

    /** Sorting for an index in memory is what memory is for; a server with less says more by its own setting. */
    private static final String MORE_MEMORY = """
            SELECT set_config('maintenance_work_mem', '256MB', false)
            FROM pg_settings
            WHERE name = 'maintenance_work_mem' AND setting::bigint < 256 * 1024
            """;

    private LoadSettings() {}

    /**
     * Sets them for the session, beside {@link SessionSettings}. Commits do not wait for the disk: a server that fails
     * forgets the last of them together with the record that they were done. The end of the load waits.
     */
    static void apply(Connection connection) throws SQLException {
        SessionSettings.apply(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            statement.execute("SET default_transaction_isolation = 'read committed'");
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(MORE_MEMORY);
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    /** From now on each commit waits for the disk, and with it for all that were made before. */
    static void durable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = on");
        }
    }
}
