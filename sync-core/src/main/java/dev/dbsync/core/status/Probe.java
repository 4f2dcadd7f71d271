package dev.dbsync.core.status;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One environment while it is looked at: its read-only session, in one snapshot, and what was read in it; or why that
 * was not possible.
 */
final class Probe implements AutoCloseable {

    /** All that is needed of an environment that was reached. */
    record Reading(Connection connection, Migrations migrations, History history, Catalog catalog) {}

    private final EnvironmentStatus status;
    private final Connection connection;
    private final Reading reading;

    private Probe(EnvironmentStatus status, Connection connection, Reading reading) {
        this.status = status;
        this.connection = connection;
        this.reading = reading;
    }

    /** @throws SyncException when the configuration or the checkout is at fault, which no other environment mends */
    static Probe of(String environment, Environments environments, Checkout checkout) {
        Database database;
        Connection connection;
        try {
            database = environments.database(environment, "-Dsync.env");
        } catch (SyncException e) {
            return new Probe(failed(environment, false, Optional.empty(), e.problem()), null, null);
        }
        Optional<String> shown = Optional.of(database.url().shown());
        try {
            connection = database.connectReadOnly("status");
        } catch (SyncException e) {
            return new Probe(failed(environment, false, shown, e.problem()), null, null);
        }
        try {
            return read(database, connection, checkout);
        } catch (SQLException e) {
            Problem problem = SqlProblem.of(
                            e,
                            "Cannot read " + environment,
                            database.shown(),
                            "Grant the user SELECT on Flyway's history and on the lookup tables.")
                    .problem();
            return new Probe(failed(environment, true, shown, problem), connection, null);
        } catch (RuntimeException e) {
            new Probe(null, connection, null).close();
            throw e;
        }
    }

    EnvironmentStatus status() {
        return status;
    }

    /** Empty when the environment could not be reached or read. */
    Optional<Reading> reading() {
        return Optional.ofNullable(reading);
    }

    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot close a connection that only read", "", "");
        }
    }

    private static Probe read(Database database, Connection connection, Checkout checkout) throws SQLException {
        DatabaseIdentity identity = DatabaseIdentity.of(connection);
        Optional<UnfinishedPull> pull;
        try {
            pull = UnfinishedPull.in(database, connection);
        } catch (SyncException e) {
            Optional<String> shown = Optional.of(database.url().shown());
            return new Probe(failed(database.environment(), true, shown, e.problem()), connection, null);
        }
        Migrations migrations = checkout.of(database, connection);
        History history = migrations.history(connection);
        long applied = history.applied().stream().filter(row -> row.success()).count();
        EnvironmentStatus status = new EnvironmentStatus(
                database.environment(),
                true,
                Optional.of(identity.server()),
                Optional.of(database.url().shown()),
                history.exists(),
                history.version(),
                (int) applied,
                history.failed().size(),
                migrations.progress().read(connection),
                pull,
                Optional.empty());
        return new Probe(status, connection, new Reading(connection, migrations, history, Catalog.read(connection)));
    }

    private static EnvironmentStatus failed(
            String environment, boolean reachable, Optional<String> database, Problem problem) {
        return new EnvironmentStatus(
                environment,
                reachable,
                Optional.empty(),
                database,
                false,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(problem));
    }
}
