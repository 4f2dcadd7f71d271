package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A transaction that writes, by what its server can later be asked about it.
 *
 * <p>After a failover the server that answers may have given the same number to another transaction. Its timeline tells
 * it apart.
 *
 * @param xid its number, as {@code xid8}
 * @param server system identifier and timeline of the server
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">pg_xact_status</a>
 */
public record WrittenTransaction(String xid, String server) {

    private static final String SERVER =
            "(SELECT system_identifier FROM pg_catalog.pg_control_system()) || '/' || pg_catalog.left("
                    + "pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 8)";

    /**
     * That of this connection; it gets its number by this, where it had none.
     *
     * @throws SQLException also of a standby, or of a transaction that only reads
     */
    public static WrittenTransaction of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_xact_id()::text, " + SERVER)) {
            row.next();
            return new WrittenTransaction(row.getString(1), row.getString(2));
        }
    }

    /** What the server says of it that this connection leads to. */
    public TransactionFate fate(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT CASE WHEN " + SERVER + " = ? THEN pg_catalog.pg_xact_status(?::xid8) END")) {
            statement.setString(1, server);
            statement.setString(2, xid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String status = row.getString(1);
                return switch (status == null ? "" : status) {
                    case "committed" -> TransactionFate.COMMITTED;
                    case "aborted" -> TransactionFate.ABORTED;
                    case "in progress" -> TransactionFate.IN_PROGRESS;
                    default -> TransactionFate.UNKNOWN;
                };
            }
        }
    }

    /** The same by a connection of its own. */
    public TransactionFate fate(Database database) throws SQLException {
        try (Connection connection = database.connect("commit outcome")) {
            return fate(connection);
        }
    }
}
