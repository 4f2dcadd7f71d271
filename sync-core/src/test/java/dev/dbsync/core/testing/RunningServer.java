package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import java.util.function.Supplier;

/**
 * A server that accepts connections.
 *
 * @param url of its maintenance database, as a superuser
 * @param stop what ends it
 */
record RunningServer(DatabaseUrl url, Runnable stop) {

    /** Starts a server when it is first asked for, so that a class that was filtered out costs nothing. */
    static final class Lazy {

        private final Supplier<RunningServer> start;
        private RunningServer running;

        Lazy(Supplier<RunningServer> start) {
            this.start = start;
        }

        synchronized DatabaseUrl url() {
            if (running == null) {
                running = start.get();
            }
            return running.url();
        }

        synchronized boolean isRunning() {
            return running != null;
        }

        synchronized void close() {
            if (running != null) {
                running.stop().run();
                running = null;
            }
        }
    }
}
