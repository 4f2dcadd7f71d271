package dev.dbsync.core.load;

import dev.dbsync.core.database.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
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
     */
    public static void at(Connection connection, Collection<String> tables) throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        connection.setAutoCommit(false);
        try {
            within(connection, String.join(", ", tables));
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * In the transaction that the connection is about to begin: it is rolled back for another attempt.
     *
     * @param tables as TRUNCATE wants them
     */
    public static void within(Connection connection, String tables) throws SQLException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '5s'");
                statement.execute("TRUNCATE TABLE " + tables);
                return;
            } catch (SQLException e) {
                if (!SqlProblem.isLockTimeout(e) || System.nanoTime() > patience) {
                    throw e;
                }
                connection.rollback();
            }
        }
    }
}
