package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.lookup.LookupCounts;
import dev.dbsync.core.lookup.LookupMerge;
import dev.dbsync.core.lookup.LookupTable;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one transaction: Flyway's lock → plan once more → migrations → lookup tables → verification → commit. Each call
 * of {@link #run()} is an attempt of its own.
 */
final class PromoteTransaction {

    private final PromotePlan plan;
    private final PromoteRoute route;
    private final PromoteSource source;
    private final Checkout checkout;
    private final PromotePlanner planner;
    private final SyncConfig config;
    private final EventSink events;

    PromoteTransaction(
            PromotePlan plan,
            PromoteRoute route,
            PromoteSource source,
            Checkout checkout,
            PromotePlanner planner,
            SyncConfig config,
            EventSink events) {
        this.plan = plan;
        this.route = route;
        this.source = source;
        this.checkout = checkout;
        this.planner = planner;
        this.config = config;
        this.events = events;
    }

    PromoteResult run() throws SQLException {
        try (OneTransaction transaction = OneTransaction.open(route.to(), "promote");
                HoldLimit limit = HoldLimit.start(
                        transaction.connection(), config.promote().maxHold())) {
            try {
                return result(transaction);
            } catch (SQLException e) {
                throw limit.explain(e, plan.target());
            } catch (SyncException e) {
                throw limit.explain(e, plan.target());
            }
        }
    }

    private PromoteResult result(OneTransaction transaction) throws SQLException {
        Connection target = transaction.connection();
        limitWaiting(target);
        Migrations migrations = checkout.of(route.to(), target);
        if (!migrations.tryLock(transaction)) {
            throw new FlywayAtWorkException(route.to().shown());
        }
        lockLookups(target, migrations.defaultSchema());
        StalePlan.refuse(plan, planner.plan(route, source, target));
        PromoteHooks hooks = new PromoteHooks(config);
        hooks.before(migrations.sqlFiles(), transaction, events);
        migrate(transaction, migrations);
        List<LookupCounts> lookups = merge(target, migrations.defaultSchema());
        hooks.after(migrations.sqlFiles(), transaction, events);
        if (config.promote().journalTable()) {
            new JournalTable(migrations.defaultSchema()).add(target, plan, route.fromName(), lookups);
        }
        new Step("Verify")
                .run(
                        events,
                        () -> {
                            new PromoteVerification(config, route, source, checkout).verify(transaction, migrations);
                            return true;
                        },
                        equal -> "histories equal, Flyway validates"
                                + (plan.lookups().isEmpty() ? "" : ", lookup tables equal"));
        CommitOutcome commit = new CommitOutcome(route.to(), transaction);
        try {
            return new Step("Commit").run(events, () -> commit.commit(lookups), PromoteResult::shown);
        } catch (RuntimeException e) {
            // Whoever listens may fail; what is committed stays so, and the report must not say otherwise.
            return commit.result().orElseThrow(() -> e);
        }
    }

    /** Waiting for a lock would make every later statement of production wait behind us. */
    private void limitWaiting(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute(
                    "SET LOCAL lock_timeout = " + setting(config.promote().lockTimeout()));
            // Where this machine vanishes without a word, the server would otherwise keep our locks for hours.
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = "
                    + setting(config.promote().maxHold()));
        }
    }

    /** In milliseconds, of which PostgreSQL's settings hold 24 days. */
    private static long setting(Duration duration) {
        return Math.min(duration.toMillis(), Integer.MAX_VALUE);
    }

    private void migrate(OneTransaction transaction, Migrations migrations) {
        if (plan.pending().isEmpty()) {
            return;
        }
        Set<String> scripts = plan.pending().stream()
                .map(PendingMigration::script)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        migrations.migrate(transaction, scripts, events);
    }

    /** What is planned next is what is merged: nobody writes to the lookup tables in between. */
    private void lockLookups(Connection target, String defaultSchema) throws SQLException {
        if (source.connection().isPresent() && !config.lookups().isEmpty()) {
            LookupMerge.lock(
                    target,
                    source.lookups(config, Catalog.read(target), defaultSchema).tables().stream()
                            .filter(LookupTable::inTarget)
                            .toList());
        }
    }

    private List<LookupCounts> merge(Connection target, String defaultSchema) throws SQLException {
        Optional<Connection> from = source.connection();
        if (from.isEmpty() || config.lookups().isEmpty()) {
            return List.of();
        }
        boolean nothingRan =
                plan.pending().isEmpty() && config.promote().before().isEmpty();
        return new Step("Merge lookup tables")
                .run(
                        events,
                        () -> {
                            Catalog catalog = Catalog.read(target);
                            List<LookupTable> tables = source.lookups(config, catalog, defaultSchema)
                                    .tables();
                            return LookupMerge.merge(from.get(), target, tables, catalog, source.known(), nothingRan);
                        },
                        counts -> counts.size() + " table(s)");
    }
}
