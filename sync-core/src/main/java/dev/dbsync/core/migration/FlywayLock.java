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

    /** Until the end of the transaction. */
    static boolean tryLock(Connection connection, TableName historyTable) throws SQLException {
        return locked("SELECT pg_try_advisory_xact_lock(?)", connection, historyTable);
    }

    /** Until the end of the session, on which Flyway itself can take it once more. */
    static boolean tryLockSession(Connection connection, TableName historyTable) throws SQLException {
        return locked("SELECT pg_try_advisory_lock(?)", connection, historyTable);
    }

    private static boolean locked(String sql, Connection connection, TableName historyTable) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
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
