package dev.dbsync.core.pull;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * Tasks that several workers do at the same time, the costliest first; a task may add others. The first one that fails
 * ends all: those under way are cancelled on their servers, those that wait are never begun.
 */
final class TaskPool implements AutoCloseable {

    /** A piece of work for one worker. */
    @FunctionalInterface
    interface Task {
        void run(Worker worker) throws SQLException;
    }

    private record Queued(long cost, long order, String what, Task task) {}

    /** With tasks that were told to end; then their connections are closed under them. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** For a thread to see that. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Supplier<Worker> opener;
    private final Duration patience;
    private final PriorityQueue<Queued> waiting = new PriorityQueue<>(
            Comparator.comparingLong(Queued::cost).reversed().thenComparingLong(Queued::order));
    private final List<Thread> threads = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private long added;
    private int running;
    private boolean ended;
    private RuntimeException failure;

    /** @param opener opens a worker's connections, on the worker's own thread */
    TaskPool(int size, Supplier<Worker> opener) {
        this(size, opener, PATIENCE);
    }

    /** @param patience with tasks that were told to end */
    TaskPool(int size, Supplier<Worker> opener, Duration patience) {
        this.opener = opener;
        this.patience = patience;
        for (int i = 1; i <= size; i++) {
            Thread thread = new Thread(this::work, "sync pull " + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * @param cost how long it will take compared to others, in whatever unit
     * @param what it is, for the message when it fails: "Cannot …"
     */
    synchronized void add(long cost, String what, Task task) {
        waiting.add(new Queued(cost, added++, what, task));
        notifyAll();
    }

    /**
     * Waits until nothing is left to do.
     *
     * @throws SyncException when a task failed, or this thread was interrupted; nothing is under way on a server any
     *     more then: a session that does not end what it is at within a minute is closed under it
     */
    void await() {
        synchronized (this) {
            try {
                while (failure == null && (running > 0 || !waiting.isEmpty())) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failed(new SyncException(new Problem("The pull was interrupted", "", "")));
            }
        }
        if (failure != null) {
            close();
            throw failure;
        }
    }

    private void work() {
        Worker worker = null;
        try {
            for (Queued next = next(); next != null; next = next()) {
                if (worker == null) {
                    worker = opened();
                }
                run(next, worker);
            }
        } catch (RuntimeException | Error e) {
            failed(e instanceof RuntimeException known ? known : new IllegalStateException(e));
        } finally {
            if (worker != null) {
                worker.close();
            }
        }
    }

    private Worker opened() {
        Worker worker = opener.get();
        synchronized (this) {
            workers.add(worker);
        }
        return worker;
    }

    /** What failed is known before the task is done: whoever waits must not find that nothing is left, and all well. */
    private void run(Queued next, Worker worker) {
        try {
            if (!hasEnded()) {
                next.task().run(worker);
            }
        } catch (SQLException e) {
            failed(SqlProblem.of(e, next.what(), worker.target().shown(), ""));
        } catch (RuntimeException e) {
            failed(e);
        } catch (Error e) {
            failed(new IllegalStateException(e));
        } finally {
            done();
        }
    }

    /** While this worker's connections were opened, another one may have failed. */
    private synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized void done() {
        running--;
        notifyAll();
    }

    /** The next task; null when there will be none. */
    private synchronized Queued next() {
        try {
            while (!ended && waiting.isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            return null;
        }
        if (ended) {
            return null;
        }
        running++;
        return waiting.poll();
    }

    private synchronized void failed(RuntimeException e) {
        if (failure == null) {
            failure = e;
        } else if (failure != e) {
            failure.addSuppressed(e);
        }
        end();
        notifyAll();
    }

    /** Whoever waits for a server hears of it from there. */
    private void end() {
        ended = true;
        waiting.clear();
        threads.forEach(Thread::interrupt);
        workers.forEach(Worker::cancel);
        notifyAll();
    }

    /** Ends what is under way, and waits for it; see {@link #await}. */
    @Override
    public void close() {
        synchronized (this) {
            end();
        }
        boolean interrupted = Thread.interrupted();
        long since = System.nanoTime();
        Duration waited = Duration.ZERO;
        while (threads.stream().anyMatch(Thread::isAlive) && waited.compareTo(patience.plus(GRACE)) < 0) {
            interrupted |= joined();
            waited = Duration.ofNanos(System.nanoTime() - since);
            boolean patient = waited.compareTo(patience) < 0;
            // Once more: a task may have been between two statements.
            synchronized (this) {
                workers.forEach(patient ? Worker::cancel : Worker::abort);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment for each thread; whether this one was interrupted meanwhile. */
    private boolean joined() {
        for (Thread thread : threads) {
            try {
                thread.join(500);
            } catch (InterruptedException e) {
                return true;
            }
        }
        return false;
    }
}
