package dev.dbsync.core.load;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps autovacuum away from a table whose first part is committed while others are still being written. It would read
 * again what its indexes are about to read, and each of them would wait for the server to end it: a second, by default.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html">Explicit Locking</a>
 */
public final class AutovacuumGuard {

    private AutovacuumGuard() {}

    /**
     * Takes the lock that VACUUM and ANALYZE need, until the transaction ends; rows can be read and written by anybody.
     * Where somebody holds on to it, as a VACUUM by hand does, or the role may not have it, nothing is done: the guard
     * saves time and no more.
     *
     * @param connection with a transaction in which nothing has been done so far
     */
    public static void hold(Connection connection, TableName table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + Unit.IN_THE_QUEUE.toMillis());
            statement.execute("LOCK TABLE " + table.sql() + " IN SHARE UPDATE EXCLUSIVE MODE");
            // Whatever conflicts with what comes next conflicts with the lock, too.
        } catch (SQLException e) {
            connection.rollback();
            if (!Unit.isAboutALock(e) && !SqlProblem.state(e).equals("42501")) {
                throw e;
            }
        }
    }
}
