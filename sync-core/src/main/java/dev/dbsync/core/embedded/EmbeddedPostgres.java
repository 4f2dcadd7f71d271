package dev.dbsync.core.embedded;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.EmbeddedConfig;
import dev.dbsync.core.database.EmbeddedServers;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.OrderlyShutdown;
import dev.dbsync.core.run.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The servers behind {@code url: embedded}: one a name, with its data under {@code <state directory>/embedded/<name>},
 * for as long as this is open.
 *
 * <p>A server listens on a free port of loopback and asks for a password that only this user can read. It is held by
 * one run at a time. It stops when this is closed, and also when the JVM is ended by Ctrl-C or TERM; what a killed JVM
 * leaves running is stopped by the next run. Thread-safe.
 */
public final class EmbeddedPostgres implements EmbeddedServers {

    private final Path stateDirectory;
    private final String version;
    private final EventSink events;
    private final BinariesCache binaries;
    private final OrderlyShutdown shutdown;
    private final Map<String, EmbeddedServer> servers = new LinkedHashMap<>();
    private Thread shutdownHook;
    private boolean closed;

    /**
     * Starts nothing, and asks for no binaries.
     *
     * @param stateDirectory the project's {@code .sync}
     * @param shutdown what uses the servers is ended by it before they are stopped
     */
    public EmbeddedPostgres(
            Path stateDirectory,
            EmbeddedConfig config,
            BinariesSource source,
            EventSink events,
            OrderlyShutdown shutdown) {
        this(stateDirectory, config, source, events, shutdown, cache(stateDirectory));
    }

    EmbeddedPostgres(
            Path stateDirectory,
            EmbeddedConfig config,
            BinariesSource source,
            EventSink events,
            OrderlyShutdown shutdown,
            Path cache) {
        this.shutdown = shutdown;
        this.stateDirectory = stateDirectory;
        this.version = config.version();
        this.events = events;
        this.binaries = new BinariesCache(cache, source);
    }

    @Override
    public synchronized DatabaseUrl start(String environment) {
        if (closed) {
            throw new IllegalStateException("the embedded servers were stopped");
        }
        EmbeddedServer running = servers.get(environment);
        if (running != null) {
            return running.url();
        }
        Path embedded = embeddedDirectory();
        Platform platform = Platform.current();
        Installation installation =
                new Installation(binaries.home(platform, version), platform, isRoot(embedded, platform));
        if (shutdownHook == null) {
            shutdownHook = new Thread(this::stopAtShutdown, "sync-embedded-stop");
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        }
        DataDirectory directory = DataDirectory.open(embedded, environment);
        EmbeddedServer server = EmbeddedServer.start(environment, directory, installation, version);
        servers.put(environment, server);
        return server.url();
    }

    @Override
    public synchronized void close() {
        stopAll();
        if (shutdownHook != null && Thread.currentThread() != shutdownHook) {
            try {
                Runtime.getRuntime().removeShutdownHook(shutdownHook);
            } catch (IllegalStateException shuttingDown) {
                // The hook has begun, waits for this monitor, and will find nothing left to stop.
                return;
            }
            shutdownHook = null;
        }
    }

    /** Not while somebody uses them who can still be told to end. */
    private void stopAtShutdown() {
        shutdown.await();
        stopAll();
    }

    private synchronized void stopAll() {
        closed = true;
        servers.values().parallelStream().forEach(server -> {
            try {
                server.close();
            } catch (SyncException e) {
                // The outcome of the run stands; the next run stops what is left.
                events.warning(e.problem().text());
            }
        });
        servers.clear();
    }

    private Path embeddedDirectory() {
        try {
            return StateDirectory.createPrivate(
                    StateDirectory.create(stateDirectory).resolve("embedded").toAbsolutePath());
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "Cannot create the directory of the embedded servers: " + e.getMessage(),
                            stateDirectory.resolve("embedded").toString(),
                            "Check that you may write there"),
                    e);
        }
    }

    /** The owner of what this process has just created is who it runs as. */
    private static boolean isRoot(Path created, Platform platform) {
        if (platform.isWindows()) {
            return false;
        }
        try {
            Path probe = Files.createTempFile(created, "owner", "");
            try {
                return Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid"));
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "Cannot write: " + e.getMessage(), created.toString(), "Check that you may write there"),
                    e);
        }
    }

    /** The user's own cache; where there is no home (some containers), the project's. */
    private static Path cache(Path stateDirectory) {
        Path home = Path.of(System.getProperty("user.home", "?"));
        return home.isAbsolute() && Files.isWritable(home)
                ? home.resolve(".cache").resolve("dbsync")
                : stateDirectory.toAbsolutePath().resolve("embedded").resolve(".binaries");
    }
}
