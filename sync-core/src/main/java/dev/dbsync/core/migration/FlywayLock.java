package dev.dbsync.core.migration;

import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The advisory lock that Flyway takes while it migrates.
 *
 * <p>Its key is a number of Flyway's own plus the Java hash of the quoted name of the history table; a contract test
 * holds it against the Flyway that is built in.
 */
final class FlywayLock {

    /** "Flyway" in ASCII, as a number. */
    private static final long FLYWAY = 0x466C_7977_6179L;

    private FlywayLock() {}

    static boolean tryLock(Connection connection, TableName historyTable) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, key(historyTable));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    static long key(TableName historyTable) {
        return FLYWAY + historyTable.sql().hashCode();
    }
}
