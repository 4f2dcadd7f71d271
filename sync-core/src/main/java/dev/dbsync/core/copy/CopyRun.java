package dev.dbsync.core.copy;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * A copy under way: one thread reads and masks, another one writes, and the caller's waits for both, so that an
 * interrupt of it can end them wherever they are. Whichever side fails first, both end, and what failed first is told.
 */
final class CopyRun implements CopyEnding {

    /** Between two tries to cancel: one that comes before its statement has no effect. */
    private static final long TRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * What bounds a copy in bad times.
     *
     * @param statementBytes between the ends of two statements of the target: so many may be read in vain after it has
     *     failed, as the driver sees an error only where a statement ends
     * @param patience with a side that was told to end; then its connection is closed under it
     */
    record Bounds(long statementBytes, Duration patience) {

        static final Bounds USUAL = new Bounds(256L * 1024 * 1024, Duration.ofSeconds(15));
    }

    private final TableCopy copy;
    private final TableCopy.Side target;
    private final Bounds bounds;
    private final SegmentQueue segments;
    private final Worker reader;
    private final Worker writer;
    private final CompletableFuture<TableCopy.Result> outcome = new CompletableFuture<>();

    CopyRun(
            TableCopy copy,
            TableCopy.Side source,
            TableCopy.Side target,
            CopyFlow flow,
            boolean largeRows,
            TableCopy.Progress progress,
            Bounds bounds) {
        this.copy = copy;
        this.target = target;
        this.bounds = bounds;
        this.segments = new SegmentQueue(flow, largeRows);
        // In autocommit each statement would be committed by itself.
        long pauses = isInTransaction(target) ? bounds.statementBytes() : Long.MAX_VALUE;
        ReadingSide reading = new ReadingSide(copy, source, pauses, segments, flow);
        WritingSide writing = new WritingSide(copy, target, segments, progress);
        this.reader = new Worker(source, "read", () -> reading.run(this));
        this.writer = new Worker(target, "write", () -> writing.run(reading, this));
    }

    private static boolean isInTransaction(TableCopy.Side side) {
        try {
            return !side.connection().getAutoCommit();
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot use the connection", side.shown(), "");
        }
    }

    TableCopy.Result run() {
        reader.start();
        writer.start();
        boolean interrupted = false;
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            interrupted = true;
            outcome.completeExceptionally(new SyncException(
                    new Problem("Interrupted while copying " + copy.from().shown(), target.shown(), "")));
            return result();
        } catch (ExecutionException e) {
            return result();
        } finally {
            interrupted |= end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of an outcome that is known. */
    private TableCopy.Result result() {
        Throwable[] failure = {null};
        TableCopy.Result result = outcome.handle((done, thrown) -> {
                    failure[0] = thrown;
                    return done;
                })
                .join();
        if (failure[0] instanceof Error error) {
            throw error;
        }
        if (failure[0] != null) {
            throw (RuntimeException) failure[0];
        }
        return result;
    }

    /**
     * Returns when neither thread uses its connection any more.
     *
     * @return whether the calling thread was interrupted meanwhile
     */
    private boolean end() {
        boolean interrupted = false;
        long end = System.nanoTime() + bounds.patience().toNanos();
        boolean left = false;
        while ((reader.isAlive() || writer.isAlive()) && !left) {
            if (outcome.isCompletedExceptionally()) {
                left = System.nanoTime() - end > 0;
                for (Worker worker : List.of(reader, writer)) {
                    if (left) {
                        worker.abort();
                    } else {
                        worker.cancel();
                    }
                }
            }
            long until = System.nanoTime() + TRY_NANOS;
            interrupted |= reader.await(until) | writer.await(until);
        }
        if (!reader.isAlive() && !writer.isAlive()) {
            segments.discard();
        }
        return interrupted;
    }

    @Override
    public void done(TableCopy.Result result) {
        outcome.complete(result);
    }

    @Override
    public void failed(Throwable thrown) {
        if (!outcome.completeExceptionally(thrown) && !(thrown instanceof SegmentQueue.Stopped)) {
            outcome.whenComplete((result, first) -> {
                if (first != null && first != thrown) {
                    first.addSuppressed(thrown);
                }
            });
        }
    }

    /** A thread at work on one side's connection. */
    private final class Worker {

        private final TableCopy.Side side;
        private final Thread thread;

        Worker(TableCopy.Side side, String does, Runnable work) {
            this.side = side;
            this.thread = new Thread(work, "sync " + does + " " + copy.from().shown());
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        boolean isAlive() {
            return thread.isAlive();
        }

        /**
         * Without effect on a connection whose statement has ended; nobody else uses it before this one has returned.
         */
        void cancel() {
            if (thread.isAlive()) {
                thread.interrupt();
                try {
                    side.connection().unwrap(PGConnection.class).cancelQuery();
                } catch (SQLException e) {
                    failed(e);
                }
            }
        }

        /** Closes the connection: what reads or writes it wakes up. */
        void abort() {
            if (thread.isAlive()) {
                try {
                    side.connection().abort(Runnable::run);
                } catch (SQLException e) {
                    failed(e);
                }
            }
        }

        /** @return whether the calling thread was interrupted meanwhile */
        boolean await(long untilNanos) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                long left = untilNanos - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                try {
                    TimeUnit.NANOSECONDS.timedJoin(thread, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return interrupted;
        }
    }
}
