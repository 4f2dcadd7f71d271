package dev.dbsync.core.load;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The lock of a session that says that a load is alive; it goes with the session. */
final class LoadLock {

    /** "SYNC" in ASCII, and 2 for loads. */
    private static final String KEY = "1398361667, 2";

    private static final String HELD = """
            SELECT EXISTS (SELECT
                           FROM pg_locks
                           WHERE locktype = 'advisory'
                             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                             AND (classid, objid, objsubid) = (%s, 2)
                             AND pid <> pg_backend_pid())
            """.formatted(KEY);

    private LoadLock() {}

    static void take(Connection connection, LoadTarget target) throws SQLException {
        if (isHeldByOther(connection) || !is(connection, "SELECT pg_try_advisory_lock(" + KEY + ")")) {
            throw new RefusedException(new Problem(
                    "Another pull into this database is under way",
                    target.shown(),
                    "Wait for it to end. Its sessions are named 'sync …' in pg_stat_activity."));
        }
    }

    static void release(Connection connection) throws SQLException {
        is(connection, "SELECT pg_advisory_unlock(" + KEY + ")");
    }

    static boolean isHeldByOther(Connection connection) throws SQLException {
        return is(connection, HELD);
    }

    private static boolean is(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
