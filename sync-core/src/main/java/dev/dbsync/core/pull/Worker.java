package dev.dbsync.core.pull;

import dev.dbsync.core.copy.TableCopy;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * The connections of one thread of a pull.
 *
 * @param source sees the snapshot that all read
 * @param target in autocommit between tasks
 */
record Worker(TableCopy.Side source, TableCopy.Side target) implements AutoCloseable {

    /** Ends the statements that are under way, from another thread; they fail with "canceled". */
    void cancel() {
        cancel(source.connection());
        cancel(target.connection());
    }

    /** Closes both connections under whoever uses them, from another thread. */
    void abort() {
        abort(source.connection());
        abort(target.connection());
    }

    @Override
    public void close() {
        close(source.connection());
        close(target.connection());
    }

    /** Ends the statement that is under way on a connection, from another thread; it fails with "canceled". */
    static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // A server that cannot be reached for it has lost the connection itself, and ends the statement by that.
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is closed already, or will be when the process ends.
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing is asked of it any more: what was to be kept is committed.
        }
    }
}
