package dev.dbsync.core.load;

import dev.dbsync.core.database.LockHolders;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Empties tables of the target: never with CASCADE, which would reach tables that nobody selected. Whoever wants to use
 * such a table meanwhile waits for it, so it waits for nobody for long, but tries again.
 */
public final class Emptying {

    private static final long PATIENCE_SECONDS = 30;

    private Emptying() {}

    /**
     * In a transaction of its own.
     *
     * @param tables as TRUNCATE wants them
     * @param place the target, for messages
     * @throws SyncException when somebody has one of them in use, and goes on having it; it says who
     */
    public static void at(Connection connection, Collection<String> tables, String place) throws SQLException {
        at(connection, tables, place, () -> {});
    }

    /** The same, with a last deed in that transaction. */
    static void at(Connection connection, Collection<String> tables, String place, LoadSession.Change last)
            throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        connection.setAutoCommit(false);
        try {
            within(connection, tables, place);
            last.run();
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            Unit.rollback(connection, true, e);
            throw e;
        }
        connection.setAutoCommit(true);
    }

    /**
     * In the transaction that the connection is about to begin: it is rolled back for another attempt.
     *
     * @param tables as TRUNCATE wants them
     * @param place the target, for messages
     * @throws SyncException when somebody has one of them in use, and goes on having it; it says who
     */
    public static void within(Connection connection, Collection<String> tables, String place) throws SQLException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '5s'");
                statement.execute("TRUNCATE TABLE " + String.join(", ", tables));
                return;
            } catch (SQLException e) {
                if (!SqlProblem.isLockTimeout(e)) {
                    throw e;
                }
                connection.rollback();
                if (System.nanoTime() > patience) {
                    throw inUse(e, connection, tables, place);
                }
            }
        }
    }

    private static SyncException inUse(SQLException e, Connection connection, Collection<String> tables, String place) {
        List<String> names =
                tables.stream().map(table -> table.replaceFirst("^ONLY ", "")).toList();
        String what = names.size() == 1
                ? names.get(0).replaceFirst("^\"public\"\\.", "").replace("\"", "")
                : names.size() + " tables";
        return SqlProblem.of(e, "Cannot empty " + what, place, LockHolders.remedy(connection, names));
    }
}
