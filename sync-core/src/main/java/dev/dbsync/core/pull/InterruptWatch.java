package dev.dbsync.core.pull;

import java.sql.Connection;
import java.util.List;

/**
 * Cancels what some connections are doing when the thread that made this is interrupted: the driver waits for the
 * server whatever the thread is told.
 */
final class InterruptWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 200;

    private final Thread watched = Thread.currentThread();
    private final List<Connection> connections;
    private boolean closed;

    InterruptWatch(Connection... connections) {
        this.connections = List.of(connections);
        Thread watch = new Thread(this::watch, "sync interrupt watch");
        watch.setDaemon(true);
        watch.start();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private synchronized void watch() {
        try {
            while (!closed) {
                // Again and again: the thread may have been between two statements.
                if (watched.isInterrupted()) {
                    connections.forEach(Worker::cancel);
                }
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            // Nobody else knows this thread: the JVM ends.
            Thread.currentThread().interrupt();
        }
    }
}
