package dev.dbsync.core.promote;

import dev.dbsync.core.backup.Backup;
import dev.dbsync.core.backup.BackupResult;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.PromoteLock;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.ConfirmedPlan;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Executes a confirmed promotion: Sync's lock → plan again → back up → one transaction, or the plan's segments one
 * after the other.
 *
 * <p>Whatever fails in a promotion of one segment, the target is as it was.
 */
public final class PromoteExecution {

    private final SyncConfig config;
    private final Environments environments;
    private final Checkout checkout;
    private final PromotePlanner planner;
    private final EventSink events;

    public PromoteExecution(
            SyncConfig config, Environments environments, Checkout checkout, PromotePlanner planner, EventSink events) {
        this.config = config;
        this.environments = environments;
        this.checkout = checkout;
        this.planner = planner;
        this.events = events;
    }

    /**
     * @return a report with the outcome PROMOTED, FAILED or UNKNOWN, or REFUSED when the plan went stale after the
     *     backup
     * @throws RefusedException when another promoter is at work, or the plan has gone stale
     * @throws SyncException when a side cannot be reached, or the backup fails
     */
    public PromoteReport execute(ConfirmedPlan<PromotePlan> confirmed) {
        PromotePlan plan = confirmed.plan();
        PromoteRoute route = PromoteRoute.to(plan.target(), config, environments);
        try (PromoteLock lock = PromoteLock.take(route.to(), events);
                PromoteSource source = PromoteSource.open(route)) {
            TouchedRows rows = planAgain(plan, route, source);
            BackupResult backup = new Step("Back up " + plan.target())
                    .run(
                            events,
                            () -> Backup.take(
                                    route.to(), config.backup(), rows, plan.id().value(), plan.continued(), events),
                            taken -> taken.path() + " (" + taken.engine() + ", " + taken.bytes() + " bytes)");
            return promoted(plan, route, lock, source, backup);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot promote", route.to().shown(), "");
        }
    }

    /** @return what of the target the promotion can change, as its backup needs to know */
    private TouchedRows planAgain(PromotePlan plan, PromoteRoute route, PromoteSource source) throws SQLException {
        try (Connection target = route.to().connectReadOnly("promote plan")) {
            source.prepare(checkout);
            Migrations migrations = checkout.of(route.to(), target);
            Catalog catalog = Catalog.read(target);
            StalePlan.refuse(plan, planner.plan(route, source, target, migrations, catalog));
            UnlistedLosses.refuse(plan, new PromoteHooks(config, plan.interrupted()), migrations, target, catalog);
            return TouchedRows.of(config, plan, migrations);
        }
    }

    private PromoteReport promoted(
            PromotePlan plan, PromoteRoute route, PromoteLock lock, PromoteSource source, BackupResult backup) {
        PromoteReport.BackupTaken taken = new PromoteReport.BackupTaken(
                backup.path(), backup.engine(), backup.scope(), backup.bytes(), backup.snapshotTime());
        return new PromoteSegments(plan, route, lock, checkout, planner, config, events).run(source, taken);
    }
}
