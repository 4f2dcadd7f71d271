package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.lookup.KnownDifferences;
import dev.dbsync.core.lookup.LookupTables;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The side that a promotion reads: a read-only session with one snapshot of the predecessor, or, for the first
 * environment of the chain, nothing but the checkout.
 */
final class PromoteSource implements AutoCloseable {

    private final Optional<Database> database;
    private final Optional<Connection> connection;
    private final KnownDifferences known = new KnownDifferences();

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

    /** What the predecessor has applied, and how it would run the checkout; empty where the checkout is the source. */
    Optional<Applied> applied(Checkout checkout) throws SQLException {
        if (database.isEmpty()) {
            return Optional.empty();
        }
        Migrations migrations = checkout.of(database.get(), connection.orElseThrow());
        return Optional.of(new Applied(migrations, migrations.history(connection.orElseThrow())));
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
        if (connection.isPresent()) {
            connection.get().close();
        }
    }
}
