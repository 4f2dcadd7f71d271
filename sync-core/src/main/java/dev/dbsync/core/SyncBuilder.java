package dev.dbsync.core;

import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.config.Credentials;
import dev.dbsync.core.config.FlywaySettings;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.embedded.BinariesSource;
import dev.dbsync.core.embedded.EmbeddedPostgres;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.ReportFile;
import dev.dbsync.core.run.OrderlyShutdown;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** What {@link Sync} needs to know of the program around it; everything has a default. */
public final class SyncBuilder {

    private final Path configFile;
    private final Path baseDirectory;
    private Path outputDirectory;
    private Map<String, String> properties = Map.of();
    private Credentials credentials = Credentials.none();
    private EventSink events = EventSink.none();
    private Supplier<ClassLoader> classpath = SyncBuilder.class::getClassLoader;
    private Supplier<FlywaySettings> flywayDefaults = FlywaySettings::none;
    private BinariesSource binaries = (os, architecture, version) -> {
        throw new SyncException(new Problem(
                "Nobody said where the binaries of the embedded PostgreSQL come from",
                os + "-" + architecture + " " + version,
                "Give Sync.builder(…) a BinariesSource, or use the Maven plugin, which downloads them."));
    };

    SyncBuilder(Path configFile, Path baseDirectory) {
        this.configFile = configFile;
        this.baseDirectory = baseDirectory.toAbsolutePath().normalize();
        this.outputDirectory = this.baseDirectory.resolve("target/sync");
    }

    /** Where the JSON reports go; by default {@code target/sync} of the base directory. */
    public SyncBuilder outputDirectory(Path directory) {
        outputDirectory = directory;
        return this;
    }

    /** Values of {@code ${NAME}} that the environment does not have. */
    public SyncBuilder properties(Map<String, String> values) {
        properties = values;
        return this;
    }

    /** Who knows the users and passwords of {@code server: …}. */
    public SyncBuilder credentials(Credentials source) {
        credentials = source;
        return this;
    }

    /** Who hears what happens; by default nobody. */
    public SyncBuilder events(EventSink sink) {
        events = sink;
        return this;
    }

    /** Where Flyway's {@code classpath:} locations are looked up; asked only when one is configured. */
    public SyncBuilder classpath(Supplier<ClassLoader> loader) {
        classpath = loader;
        return this;
    }

    /** Flyway's settings where {@code sync.yaml} has no {@code flyway:} section. */
    public SyncBuilder flywayDefaults(Supplier<FlywaySettings> settings) {
        flywayDefaults = settings;
        return this;
    }

    /** Where the binaries of {@code url: embedded} come from; asked only when such an environment is used. */
    public SyncBuilder embeddedBinaries(BinariesSource source) {
        binaries = source;
        return this;
    }

    /**
     * Reads the configuration; connects to nothing.
     *
     * @throws SyncException with every complaint about the file at once
     */
    public Sync open() {
        SyncConfig read = ConfigFile.read(configFile, baseDirectory);
        SyncConfig config = read.flyway().properties().isEmpty() ? read.withFlyway(flywayDefaults.get()) : read;
        Variables variables = Variables.ofProcess(properties);
        OrderlyShutdown shutdown = new OrderlyShutdown(events);
        EmbeddedPostgres embedded =
                new EmbeddedPostgres(config.stateDirectory(), config.embedded(), binaries, events, shutdown);
        return new Sync(
                config,
                new Environments(config, variables, credentials, embedded),
                new Checkout(config, variables, classpath),
                variables,
                events,
                new ReportFile(outputDirectory),
                shutdown);
    }
}
