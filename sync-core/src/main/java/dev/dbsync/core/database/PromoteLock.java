package dev.dbsync.core.database;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Sync's own lock on a target: one promoter at a time, from the second plan to the report, and no restore meanwhile.
 *
 * <p>A session-level advisory lock, so that it goes with the session however that ends.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">Advisory locks</a>
 */
public final class PromoteLock implements AutoCloseable {

    /** "SYNC" in ASCII, and 1 for promotions. */
    private static final String KEY = "1398361667, 1";

    private static final int PATIENCE_SECONDS = 10;

    private final Database target;
    private final EventSink events;
    private Connection session;

    private PromoteLock(Database target, EventSink events) {
        this.target = target;
        this.events = events;
    }

    /** @throws RefusedException when somebody else holds it, or a transaction pooler stands in between */
    public static PromoteLock take(Database target, EventSink events) {
        PromoteLock lock = new PromoteLock(target, events);
        lock.take();
        return lock;
    }

    /**
     * Sees that the lock is still held, and takes it again where its session was lost: a promotion of several segments
     * may outlive that.
     *
     * @throws RefusedException when somebody else has taken it meanwhile
     */
    public void keep() {
        try {
            if (session.isValid(PATIENCE_SECONDS)) {
                return;
            }
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot see whether the promotion lock is held", target.shown(), "");
        }
        close();
        take();
        events.warning("The session that held the promotion lock was lost; another one holds it now");
    }

    private void take() {
        session = target.connect("promote lock");
        try {
            take(target.shown());
        } catch (SQLException e) {
            close();
            throw SqlProblem.of(e, "Cannot take the promotion lock", target.shown(), "");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void take(String where) throws SQLException {
        try (Statement statement = session.createStatement()) {
            long backend = number(statement, "SELECT pg_backend_pid()");
            if (number(statement, "SELECT pg_try_advisory_lock(" + KEY + ")::int") == 0) {
                throw new RefusedException(new Problem(
                        "Another promotion to this database, or a restore, is running",
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
