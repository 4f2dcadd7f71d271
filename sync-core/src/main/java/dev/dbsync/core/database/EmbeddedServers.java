package dev.dbsync.core.database;

import dev.dbsync.core.config.DatabaseUrl;

/** Starts the servers behind {@code url: embedded}; each runs until this is closed. */
public interface EmbeddedServers extends AutoCloseable {

    /**
     * Starts the server of one environment, with the data it had when it was last stopped.
     *
     * @param environment its name, which also names the data directory
     * @return where it listens, on loopback
     * @throws dev.dbsync.core.problem.SyncException when it does not start, or another run holds it
     */
    DatabaseUrl start(String environment);

    /** Stops every server that was started. */
    @Override
    void close();
}
