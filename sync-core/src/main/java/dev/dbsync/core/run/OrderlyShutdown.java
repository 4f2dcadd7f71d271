package dev.dbsync.core.run;

import dev.dbsync.core.event.EventSink;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets work that is under way when the JVM is told to end, as by Ctrl-C, come to an end as after any other failure: its
 * thread is interrupted, and the JVM waits until all of it is cleaned up and reported, though not for ever. Without it,
 * the JVM is gone in the midst of the work, and the servers find out by themselves.
 *
 * <p>Thread-safe; for one piece of work at a time.
 */
public final class OrderlyShutdown implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EventSink events;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<Thread> working = Optional.empty();
    private Optional<Thread> hook = Optional.empty();
    private boolean interrupted;

    public OrderlyShutdown(EventSink events) {
        this.events = events;
    }

    /**
     * Does what may be interrupted. When it was, the thread's flag is down afterwards: what remains is to tell of it.
     */
    public <T> T interruptible(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    /**
     * For whoever has something to stop that the work needs: interrupts it, and waits until this is closed. Returns at
     * once when nothing is under way.
     */
    public void await() {
        if (!interrupt()) {
            return;
        }
        try {
            closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that had to be cleaned up is, and told. */
    @Override
    public void close() {
        closed.countDown();
        takeHook().ifPresent(thread -> {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException shuttingDown) {
                // It has begun, and finds that there is nothing to wait for any more.
            }
        });
    }

    private synchronized void begin() {
        working = Optional.of(Thread.currentThread());
        if (hook.isEmpty()) {
            Thread thread = new Thread(this::await, "sync-orderly-shutdown");
            Runtime.getRuntime().addShutdownHook(thread);
            hook = Optional.of(thread);
        }
    }

    private synchronized void end() {
        working = Optional.empty();
        if (interrupted) {
            // Its effect is had: files that are written now would be closed by it.
            Thread.interrupted();
        }
    }

    private boolean interrupt() {
        Optional<Thread> now;
        synchronized (this) {
            now = working;
            if (now.isEmpty() || interrupted) {
                return interrupted;
            }
            interrupted = true;
            now.get().interrupt();
        }
        events.warning("Interrupted: what is under way on the servers is being cancelled");
        return true;
    }

    private synchronized Optional<Thread> takeHook() {
        Optional<Thread> taken = hook;
        hook = Optional.empty();
        return taken;
    }
}
