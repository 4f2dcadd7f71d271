package dev.dbsync.core.comparison;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** What source and target have answered to the same question, asked at the same time. */
record BothSides<T>(T source, T target) {

    /** A question to one server. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws SQLException;
    }

    /** Neither is under way any more when it returns or throws. */
    static <T> BothSides<T> of(Question<T> source, Question<T> target) throws SQLException {
        FutureTask<T> there = new FutureTask<>(source::ask);
        Thread thread = new Thread(there, "sync compare source");
        thread.setDaemon(true);
        thread.start();
        T here;
        try {
            here = target.ask();
        } catch (SQLException | RuntimeException e) {
            ended(there, e);
            throw e;
        }
        return new BothSides<>(answer(there), here);
    }

    <R> BothSides<R> map(Function<T, R> of) {
        return new BothSides<>(of.apply(source), of.apply(target));
    }

    private static <T> T answer(FutureTask<T> task) throws SQLException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // Whoever interrupts cancels the statement, too; the connection is in use until it ends.
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof SQLException known) {
                        throw known;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void ended(FutureTask<?> task, Exception cause) {
        try {
            answer(task);
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
