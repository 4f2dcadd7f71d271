package dev.dbsync.core.load;

import dev.dbsync.core.database.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A transaction of its own, tried again where somebody else holds a lock that it wants.
 *
 * <p>It never waits in a lock's queue for longer than a moment, since everybody who comes later waits behind it.
 */
final class Unit {

    static final Duration IN_THE_QUEUE = Duration.ofSeconds(2);

    /** What is done in the transaction; done again from its start when it is tried again. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    private Unit() {}

    /**
     * Runs the work and commits it; rolls it back when it throws.
     *
     * @param connection with no transaction under way
     * @param patience how long to try when a lock cannot be had
     */
    static <T> T commit(Connection connection, Duration patience, Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        long start = System.nanoTime();
        while (true) {
            connection.setAutoCommit(false);
            try {
                settings(connection, patience);
                T result = work.run();
                connection.commit();
                connection.setAutoCommit(autoCommit);
                return result;
            } catch (SQLException e) {
                rollback(connection, autoCommit, e);
                if (!isAboutALock(e) || System.nanoTime() - start >= patience.toNanos()) {
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                rollback(connection, autoCommit, e);
                throw e;
            }
        }
    }

    /** Whether somebody else's lock was in the way. */
    static boolean isAboutALock(SQLException e) {
        return SqlProblem.isLockTimeout(e) || SqlProblem.state(e).equals("40P01");
    }

    /**
     * Names of recorded definitions are qualified but for those of pg_catalog, which must come first; what functions in
     * them leave unqualified is found by the path of role and database, as ever.
     */
    private static void settings(Connection connection, Duration patience) throws SQLException {
        long millis = Math.max(1, Math.min(patience.toMillis(), IN_THE_QUEUE.toMillis()));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + millis);
            statement.execute("SET LOCAL statement_timeout = 0");
            statement.execute("""
                    SELECT set_config('search_path',
                                      concat_ws(', ', 'pg_catalog', nullif(current_setting('search_path'), '')),
                                      true)
                    """);
        }
    }

    /**
     * Before autocommit comes back, which commits. What fails here is no more than suppressed.
     *
     * @param e for which it is rolled back
     */
    static void rollback(Connection connection, boolean autoCommit, Throwable e) {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException onRollback) {
            e.addSuppressed(onRollback);
        }
    }
}
