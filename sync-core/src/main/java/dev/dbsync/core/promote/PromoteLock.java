package dev.dbsync.core.promote;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Sync's own lock on a target: one promoter at a time, from the second plan to the report.
 *
 * <p>A session-level advisory lock, so that it goes with the session however that ends.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">Advisory locks</a>
 */
final class PromoteLock implements AutoCloseable {

    /** "SYNC" in ASCII, and 1 for promotions. */
    private static final String KEY = "1398361667, 1";

    private final Connection session;
    private final EventSink events;

    private PromoteLock(Connection session, EventSink events) {
        this.session = session;
        this.events = events;
    }

    /** @throws RefusedException when another promoter holds it, or a transaction pooler stands in between */
    static PromoteLock take(Database target, EventSink events) {
        PromoteLock lock = new PromoteLock(target.connect("promote lock"), events);
        try {
            lock.take(target.shown());
            return lock;
        } catch (SQLException e) {
            lock.close();
            throw SqlProblem.of(e, "Cannot take the promotion lock", target.shown(), "");
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void take(String where) throws SQLException {
        try (Statement statement = session.createStatement()) {
            long backend = number(statement, "SELECT pg_backend_pid()");
            if (number(statement, "SELECT pg_try_advisory_lock(" + KEY + ")::int") == 0) {
                throw new RefusedException(new Problem(
                        "Another promotion to this database is running",
                        where,
                        "Wait for it to end. Its session is named 'sync promote lock' in pg_stat_activity."));
            }
            if (number(statement, "SELECT pg_backend_pid()") != backend) {
                throw new RefusedException(new Problem(
                        "A transaction pooler stands between Sync and the server: session locks do not hold through it",
                        where,
                        "Point the URL of this environment at PostgreSQL itself, or at a pool in session mode."));
            }
            statement.execute("SELECT set_config('idle_session_timeout', '0', false) "
                    + "FROM pg_settings WHERE name = 'idle_session_timeout'");
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            events.warning("The session that held the promotion lock did not close cleanly: " + SqlProblem.reason(e));
        }
    }
}
