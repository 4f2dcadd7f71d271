package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.lookup.LookupCounts;
import dev.dbsync.core.lookup.LookupMerge;
import dev.dbsync.core.lookup.LookupTable;
import dev.dbsync.core.migration.AppliedMigration;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.migration.ProgressTable;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.migration.SegmentPosition;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * One transaction: Flyway's lock → what was planned still holds → migrations → lookup tables → verification → commit,
 * of which the first segment of a promotion has the beginning and the last one the end. Each call of {@link #run()} is
 * an attempt of its own.
 */
final class PromoteTransaction {

    private final PromotePlan plan;
    private final int number;
    private final PromoteRoute route;
    private final PromoteSource source;
    private final PromoteStage stage;
    private final SyncConfig config;
    private final EventSink events;

    /**
     * @param number of the segment that it carries out, from 1
     * @param stage what the segments before it have left
     */
    PromoteTransaction(
            PromotePlan plan,
            int number,
            PromoteRoute route,
            PromoteSource source,
            PromoteStage stage,
            SyncConfig config,
            EventSink events) {
        this.plan = plan;
        this.number = number;
        this.route = route;
        this.source = source;
        this.stage = stage;
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
        Migrations migrations = stage.migrations(target);
        if (!migrations.tryLock(transaction)) {
            throw new FlywayAtWorkException(route.to().shown());
        }
        if (isLast()) {
            lockLookups(target, migrations.defaultSchema());
        }
        stage.verifyUnchanged(number, source, target);
        PromoteHooks hooks = new PromoteHooks(config, plan.interrupted());
        if (isFirst()) {
            hooks.before(migrations.sqlFiles(), transaction, events);
        }
        migrate(transaction, migrations);
        note(target, migrations.progress());
        List<LookupCounts> lookups = isLast() ? finish(transaction, migrations, hooks) : List.of();
        List<AppliedMigration> applied = stage.applied(target);
        PromoteResult result = committed(transaction, lookups);
        stage.reached(applied);
        return result;
    }

    private List<LookupCounts> finish(OneTransaction transaction, Migrations migrations, PromoteHooks hooks)
            throws SQLException {
        Connection target = transaction.connection();
        List<LookupCounts> lookups = merge(target, migrations.defaultSchema());
        hooks.after(migrations.sqlFiles(), transaction, events);
        if (config.promote().journalTable()) {
            new JournalTable(migrations.defaultSchema()).add(target, plan, route.fromName(), lookups);
        }
        new Step("Verify")
                .run(
                        events,
                        () -> {
                            stage.verification(source).verify(transaction, migrations);
                            return true;
                        },
                        equal -> "histories equal, Flyway validates"
                                + (plan.lookups().isEmpty() ? "" : ", lookup tables equal"));
        return lookups;
    }

    private PromoteResult committed(OneTransaction transaction, List<LookupCounts> lookups) throws SQLException {
        CommitOutcome commit = new CommitOutcome(route.to(), transaction);
        String name = plan.isAtomic()
                ? "Commit"
                : "Commit segment " + number + " of " + plan.segments().size();
        try {
            return new Step(name).run(events, () -> commit.commit(lookups), PromoteResult::shown);
        } catch (RuntimeException e) {
            // Whoever listens may fail; what is committed stays so, and the report must not say otherwise.
            return commit.result().orElseThrow(() -> e);
        }
    }

    private boolean isFirst() {
        return number == 1;
    }

    private boolean isLast() {
        return number == plan.segments().size();
    }

    private Segment segment() {
        return plan.segments().get(number - 1);
    }

    /** Where there are several segments, whoever comes after an interruption must know of it. */
    private void note(Connection target, ProgressTable progress) throws SQLException {
        if (isLast()) {
            progress.end(target);
        } else if (isFirst()) {
            progress.begin(target, plan.id().value(), plan.segments().size());
        } else {
            progress.segment(target, number);
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

    /** The first segment makes schema and history table, and the last one runs what Flyway runs after all scripts. */
    private void migrate(OneTransaction transaction, Migrations migrations) {
        if (plan.runsFlyway()) {
            migrations.migrate(
                    transaction,
                    new LinkedHashSet<>(segment().names()),
                    new SegmentPosition(isFirst(), isLast(), segment().scripts().isEmpty()),
                    events);
        }
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
        boolean nothingRan = !plan.runsFlyway() && plan.before().isEmpty();
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
