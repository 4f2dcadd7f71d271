package dev.dbsync.core.pull;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.migration.SegmentedRun;
import dev.dbsync.core.run.Step;
import dev.dbsync.core.script.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Brings a database to the source's schema, by exactly the scripts that the plan names. */
final class TargetSchema {

    private final PullPlan plan;
    private final Checkout checkout;
    private final Duration lockTimeout;
    private final EventSink events;
    private final List<String> migrated = new ArrayList<>();

    /** @param lockTimeout how long a script with transactions of its own waits for a lock */
    TargetSchema(PullPlan plan, Checkout checkout, Duration lockTimeout, EventSink events) {
        this.plan = plan;
        this.checkout = checkout;
        this.lockTimeout = lockTimeout;
        this.events = events;
    }

    /**
     * Whether nobody has anything in this database yet, so that scripts which cannot run in a transaction may run there
     * without one: it is empty, or an earlier pull was interrupted while it ran them.
     */
    static boolean isUnused(Connection target, CatalogView view, Migrations migrations) throws SQLException {
        return view.isEmpty()
                || migrations
                        .progress()
                        .read(target)
                        .filter(interrupted -> interrupted.planId().equals(SegmentedRun.PULL))
                        .isPresent();
    }

    /** The checkout's migrations as this database would run them. */
    Migrations of(Database database) {
        return checkout.of(database);
    }

    /** The scripts that were run, in their order. */
    List<String> migrated() {
        return List.copyOf(migrated);
    }

    /**
     * Runs the scripts in one transaction, or, where nobody uses the database yet and one of them needs it, in several.
     *
     * @throws dev.dbsync.core.problem.SyncException when a script fails: of those that share a transaction with it,
     *     none has been run then
     */
    void bring(Database database) {
        if (plan.migrations().isEmpty()) {
            return;
        }
        Step step = new Step("Bring " + plan.to() + " to the schema of " + plan.from());
        step.run(
                events,
                () -> {
                    migrations(database);
                    return migrated;
                },
                scripts -> scripts.size() + (scripts.size() == 1 ? " migration" : " migrations"));
    }

    private void migrations(Database database) {
        Migrations migrations = checkout.of(database);
        new SegmentedRun(database, migrations, SegmentedRun.PULL, lockTimeout, events)
                .run(segments(database, migrations), (segment, took) -> migrated.addAll(segment.names()));
    }

    private List<Segment> segments(Database database, Migrations migrations) {
        List<PendingMigration> pending = migrations.pending(plan.migrations());
        boolean transactional = pending.stream().allMatch(PendingMigration::transactional);
        List<Segment> together = List.of(new Segment(Segment.Kind.ONE_TRANSACTION, pending, ""));
        if (transactional
                && migrations.sql(plan.migrations()).values().stream().allMatch(Script::mayShareTransaction)) {
            return together;
        }
        try (Connection connection = database.connectReadOnly(SegmentedRun.PULL)) {
            boolean unused = plan.emptyTarget() || isUnused(connection, CatalogView.read(connection), migrations);
            if (transactional && !unused) {
                return together;
            }
            return migrations.segments(
                    pending,
                    Catalog.read(connection),
                    false,
                    connection.getMetaData().getDatabaseMajorVersion(),
                    Map.of(),
                    migrations.around(List.of(), List.of(), true));
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read what is to be migrated", database.shown(), "");
        }
    }
}
