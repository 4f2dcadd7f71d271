package dev.dbsync.core.promote;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.PGConnection;

/**
 * Ends a transaction that holds its locks for too long. Works on every PostgreSQL; {@code transaction_timeout} came
 * with 17 only.
 */
final class HoldLimit implements AutoCloseable {

    private final ScheduledExecutorService timer;
    private final AtomicBoolean reached = new AtomicBoolean();
    private final Duration limit;

    private HoldLimit(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    static HoldLimit start(Connection connection, Duration limit) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "sync hold limit");
            thread.setDaemon(true);
            return thread;
        });
        HoldLimit hold = new HoldLimit(timer, limit);
        timer.schedule(() -> hold.end(connection), limit.toMillis(), TimeUnit.MILLISECONDS);
        return hold;
    }

    /** The running statement is cancelled first: a server that works on does not notice a closed socket. */
    private void end(Connection connection) {
        reached.set(true);
        try {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } finally {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            // The session is gone already, or no cancel request gets through: what is left of it, the abort has ended.
            timer.shutdownNow();
        }
    }

    /** The failure as what it was: ours, when the limit was reached. */
    <E extends Exception> SyncException explain(E failure, String target) throws E {
        if (!reached.get()) {
            throw failure;
        }
        return new SyncException(
                new Problem(
                        "The transaction held its locks for longer than " + limit.toSeconds()
                                + " s and was rolled back",
                        target,
                        "Raise promote.maxHold, or promote fewer scripts at a time"),
                failure);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
