package dev.dbsync.core.migration;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * The migrations in the project's work tree. Thread-safe.
 *
 * <p>What one environment would run depends on its settings and on the database itself (Flyway's placeholders for user,
 * database and schema, and the connection's default schema), so each is asked for with its database.
 */
public final class Checkout {

    private final SyncConfig config;
    private final FlywaySetup setup;
    private final ParsedScripts parsed = new ParsedScripts();
    private final InspectedScripts inspected = new InspectedScripts();

    /**
     * @param classpath the project's classes and dependencies, able to see Flyway's own; asked only when a
     *     {@code classpath:} location, a callback or a resolver is configured
     */
    public Checkout(SyncConfig config, Variables variables, Supplier<ClassLoader> classpath) {
        this.config = config;
        this.setup = new FlywaySetup(config.baseDirectory(), variables, classpath);
    }

    /**
     * The migrations as they would be run in a database; connects to it.
     *
     * @throws dev.dbsync.core.problem.SyncException when it cannot be reached, or Flyway refuses its settings or
     *     scripts
     */
    public Migrations of(Database database) {
        try (Connection connection = database.connectReadOnly("migrations")) {
            return of(database, connection);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot close the connection", database.shown(), "");
        }
    }

    /**
     * The migrations as they would be run in a database.
     *
     * @param connection of that database; only asked about itself, inside whatever transaction it has. Flyway sets the
     *     session's role to the current user and runs {@code flyway.initSql}
     * @throws dev.dbsync.core.problem.SyncException when Flyway refuses its settings or scripts
     */
    public Migrations of(Database database, Connection connection) {
        FluentConfiguration configuration = setup.configuration(config.flywayOf(database.environment()));
        try {
            Scanner<JavaMigration> scanner =
                    new Scanner<>(JavaMigration.class, configuration, configuration.getLocations());
            return new Migrations(
                    database.environment(),
                    configuration,
                    scanner,
                    CheckoutScan.of(database, configuration, scanner, connection, inspected),
                    parsed);
        } catch (FlywayException e) {
            throw FlywayFailure.ofCheckout(e, database.environment());
        }
    }
}
