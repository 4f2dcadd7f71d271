package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.lookup.KnownDifferences;
import dev.dbsync.core.lookup.LookupTables;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The side that a promotion reads: a read-only session with one snapshot of the predecessor, or, for the first
 * environment of the chain, nothing but the checkout.
 */
final class PromoteSource implements AutoCloseable {

    private final Optional<Database> database;
    private final Optional<Connection> connection;
    private final KnownDifferences known = new KnownDifferences();

    /** Null until it was asked for. */
    private CompletableFuture<Applied> applied;

    private PromoteSource(Optional<Database> database, Optional<Connection> connection) {
        this.database = database;
        this.connection = connection;
    }

    static PromoteSource open(PromoteRoute route) {
        return new PromoteSource(route.from(), route.from().map(source -> source.connectReadOnly("promote source")));
    }

    /** The session; empty where the checkout is the source. */
    Optional<Connection> connection() {
        return connection;
    }

    /** What comparisons of its lookup rows have found. */
    KnownDifferences known() {
        return known;
    }

    /**
     * Begins to read what {@link #applied} gives, on a thread of its own: the other side takes as long. Nobody else may
     * use the session until that was asked for.
     */
    void prepare(Checkout checkout) {
        if (database.isPresent() && applied == null) {
            // Not on the common pool: its threads do not see the classes of the project.
            applied = CompletableFuture.supplyAsync(
                    () -> read(checkout), work -> new Thread(work, "sync source").start());
        }
    }

    /**
     * What the predecessor has applied, and how it would run the checkout; empty where the checkout is the source. The
     * same in all of the session's snapshot.
     */
    Optional<Applied> applied(Checkout checkout) {
        prepare(checkout);
        if (applied == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(applied.join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private Applied read(Checkout checkout) {
        Database source = database.orElseThrow();
        Connection session = connection.orElseThrow();
        try {
            Migrations migrations = checkout.of(source, session);
            return new Applied(migrations, migrations.history(session));
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read the history", source.shown(), "");
        }
    }

    /**
     * The configured lookup tables, by the catalogs of both sides as they are now. To be asked only where there is a
     * session.
     */
    LookupTables lookups(SyncConfig config, Catalog target, String defaultSchema) throws SQLException {
        return LookupTables.resolve(config.lookups(), Catalog.read(connection.orElseThrow()), target, defaultSchema);
    }

    /** A history, and the checkout as its environment would run it. */
    record Applied(Migrations migrations, History history) {}

    @Override
    public void close() throws SQLException {
        if (applied != null) {
            // Whoever did not wait for it failed for another reason.
            applied.handle((read, failure) -> read).join();
        }
        if (connection.isPresent()) {
            connection.get().close();
        }
    }
}
