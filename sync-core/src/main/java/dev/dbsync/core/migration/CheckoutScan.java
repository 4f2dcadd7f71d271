package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.flywaydb.core.FlywayExecutor;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * What Flyway itself makes of the checkout for one environment, found out without reading any history and without
 * running any callback.
 *
 * @param defaultSchema where the history table is
 * @param schemas all that Flyway manages, the default schema among them
 * @param local the checkout's migrations
 * @param callbackObstacles callbacks that cannot be run inside a transaction, each with the reason
 * @param parsing what Flyway itself knows of this environment for placeholders: user, database, schema
 */
record CheckoutScan(
        String defaultSchema,
        List<String> schemas,
        List<LocalMigration> local,
        Map<String, Obstacle> callbackObstacles,
        ParsingContext parsing) {

    /** @param connection Flyway asks it for user, database, current schema and version; it is not written to */
    static CheckoutScan of(
            Database database,
            FluentConfiguration configuration,
            Scanner<JavaMigration> scanner,
            Connection connection,
            InspectedScripts inspected) {
        ScriptFilter migrations = ScriptFilter.migrations(scanner, configuration);
        List<LoadableResource> callbackScripts = ScriptFilter.callbacks(scanner, configuration);
        Bystander bystander = new Bystander();
        MigrationResolver[] resolvers = Arrays.copyOf(
                configuration.getResolvers(), configuration.getResolvers().length + 1, MigrationResolver[].class);
        resolvers[resolvers.length - 1] = bystander;
        FluentConfiguration reading = new FluentConfiguration(configuration.getClassLoader())
                .configuration(configuration)
                .dataSource(new SharedConnection(connection, () -> {}, database.futureName()))
                .resourceProvider(migrations)
                .javaMigrationClassProvider(migrations)
                .resolvers(resolvers)
                .callbacks(new Callback[0])
                .skipDefaultCallbacks(true);
        return new FlywayExecutor(reading)
                .execute(
                        (resolver, history, flyway, schema, schemas, callbacks, interceptor) -> {
                            Collection<ResolvedMigration> found = resolver.resolveMigrations(reading);
                            ParsingContext parsing = new ParsingContext();
                            parsing.populate(flyway, reading);
                            ScriptInspection inspection = new ScriptInspection(bystander.context);
                            return new CheckoutScan(
                                    schema.getName(),
                                    Arrays.stream(schemas)
                                            .map(each -> each.getName())
                                            .toList(),
                                    found.stream()
                                            .map(each -> local(
                                                    each,
                                                    migrations,
                                                    inspection,
                                                    script -> inspected.obstacle(
                                                            database.environment(), script, inspection)))
                                            .toList(),
                                    callbacks(callbackScripts, inspection),
                                    parsing);
                        },
                        true,
                        null);
    }

    private static LocalMigration local(
            ResolvedMigration migration,
            ScriptFilter migrations,
            ScriptInspection inspection,
            Function<LoadableResource, Optional<Obstacle>> obstacles) {
        // None for a migration in Java, whose "script" is the name of its class.
        LoadableResource resource = migrations.getResource(migration.getScript());
        boolean repeatable = migration.getVersion() == null;
        return new LocalMigration(
                Optional.ofNullable(migration.getVersion()).map(version -> version.toString()),
                migration.getDescription(),
                migration.getScript(),
                migration.getChecksum(),
                migration.getType().name(),
                !repeatable || resource == null || !inspection.holdsTimestamp(resource),
                () -> resource == null ? obstacle(migration) : obstacles.apply(resource));
    }

    private static Map<String, Obstacle> callbacks(List<LoadableResource> scripts, ScriptInspection inspection) {
        Map<String, Obstacle> obstacles = new LinkedHashMap<>();
        for (LoadableResource script : scripts) {
            inspection.obstacle(script).ifPresent(why -> obstacles.put(script.getRelativePath(), why));
        }
        return obstacles;
    }

    private static Optional<Obstacle> obstacle(ResolvedMigration migration) {
        return migration.getExecutor().canExecuteInTransaction()
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        Obstacle.Kind.OUTSIDE_TRANSACTION,
                        "it is to be run outside a transaction (canExecuteInTransaction)"));
    }

    /** Resolves nothing; it is there for the context that Flyway hands to resolvers, which makes scripts of files. */
    static final class Bystander implements MigrationResolver {

        Context context;

        @Override
        public Collection<ResolvedMigration> resolveMigrations(Context given) {
            context = given;
            return new ArrayList<>();
        }
    }
}
