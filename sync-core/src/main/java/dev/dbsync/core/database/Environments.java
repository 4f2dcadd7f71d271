package dev.dbsync.core.database;

import dev.dbsync.core.config.ConnectionResolver;
import dev.dbsync.core.config.Credentials;
import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.EnvironmentConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.problem.SyncException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The environments of a configuration as databases, resolved when one is first asked for. Thread-safe. */
public final class Environments implements AutoCloseable {

    private final SyncConfig config;
    private final Variables variables;
    private final Credentials credentials;
    private final EmbeddedServers embedded;
    private final Map<String, Database> databases = new HashMap<>();

    public Environments(SyncConfig config, Variables variables, Credentials credentials, EmbeddedServers embedded) {
        this.config = config;
        this.variables = variables;
        this.credentials = credentials;
        this.embedded = embedded;
    }

    public Chain chain() {
        return new Chain(config.chain());
    }

    /**
     * The database of an environment. Starts its server where that is an embedded one; connects to nothing.
     *
     * @param asked where the name came from, such as {@code -Dto}
     * @throws dev.dbsync.core.problem.SyncException for an unknown name, an unset variable or a bad URL
     */
    public Database database(String name, String asked) {
        EnvironmentConfig environment = config.environment(name, asked);
        synchronized (databases) {
            return databases.computeIfAbsent(name, key -> new Database(key, url(environment), config.isProtected(key)));
        }
    }

    /**
     * Where the database of an environment is, whoever connects to it: without user and password, of which none need be
     * known.
     *
     * @return empty where it cannot be told, such as for a variable that is not set here, and for an embedded server
     */
    public Optional<DatabaseUrl> address(String name) {
        EnvironmentConfig environment = config.environment(name, "environments");
        if (environment.isEmbedded()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ConnectionResolver.address(environment, variables));
        } catch (SyncException e) {
            return Optional.empty();
        }
    }

    private DatabaseUrl url(EnvironmentConfig environment) {
        return environment.isEmbedded()
                ? embedded.start(environment.name())
                : ConnectionResolver.resolve(environment, variables, credentials);
    }

    /** Stops the embedded servers. */
    @Override
    public void close() {
        embedded.close();
    }
}
