package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.lookup.LookupVerification;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be true before the commit: equal histories, a Flyway that validates, equal lookup tables. */
final class PromoteVerification {

    private final SyncConfig config;
    private final PromoteRoute route;
    private final PromoteSource source;
    private final Checkout checkout;

    PromoteVerification(SyncConfig config, PromoteRoute route, PromoteSource source, Checkout checkout) {
        this.config = config;
        this.route = route;
        this.source = source;
        this.checkout = checkout;
    }

    /** @throws SyncException when one of them is not; the transaction must then be rolled back */
    void verify(OneTransaction transaction, Migrations migrations) throws SQLException {
        Connection target = transaction.connection();
        histories(target, migrations);
        migrations.validate(transaction);
        if (source.connection().isPresent() && !config.lookups().isEmpty()) {
            LookupVerification.verify(
                    source.connection().get(),
                    target,
                    source.lookups(config, Catalog.read(target), migrations.defaultSchema())
                            .tables(),
                    source.known());
        }
    }

    private void histories(Connection target, Migrations migrations) throws SQLException {
        History now = migrations.history(target);
        Optional<PromoteSource.Applied> applied = source.applied(checkout);
        HistoryComparison comparison = applied.isPresent()
                ? migrations.compare(
                        now, applied.get().migrations(), applied.get().history())
                : migrations.compareToCheckout(now);
        if (!comparison.inSync()) {
            throw new SyncException(new Problem(
                    "The history of " + route.to().environment() + " is not that of " + route.fromName()
                            + " after its migrations: " + found(comparison),
                    route.to().shown(),
                    "It was rolled back. See whether a script changes the history table, or somebody else does"));
        }
    }

    private static String found(HistoryComparison comparison) {
        return Stream.concat(
                        comparison.divergences().stream().map(Divergence::detail),
                        comparison.pending().stream().map(pending -> pending.script() + " is still pending"))
                .collect(Collectors.joining("; "));
    }
}
