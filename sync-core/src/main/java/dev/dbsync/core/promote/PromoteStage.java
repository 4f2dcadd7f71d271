package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.migration.AppliedMigration;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.LoneCheck;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.PlanId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * How far a promotion has come: what the next segment has to find in its target, so that nobody else's work in between
 * goes unnoticed.
 */
final class PromoteStage {

    private final PromotePlan plan;
    private final PromoteRoute route;
    private final Checkout checkout;
    private final PromotePlanner planner;
    private final SyncConfig config;

    /** Read once: it takes its time, and the files are compared by their content. */
    private Migrations migrations;

    /** Of each segment: looking at all of them before each would take a long promotion the square of its length. */
    private List<PlanId> contents;

    private List<AppliedMigration> reached;

    /** Asked of the target before anything runs; null where nothing is going to be asked of it. */
    private OwnChanges own;

    PromoteStage(PromotePlan plan, PromoteRoute route, Checkout checkout, PromotePlanner planner, SyncConfig config) {
        this.plan = plan;
        this.route = route;
        this.checkout = checkout;
        this.planner = planner;
        this.config = config;
    }

    /** The checkout as the target would run it. */
    Migrations migrations(Connection target) {
        if (migrations == null) {
            migrations = checkout.of(route.to(), target);
        }
        return migrations;
    }

    /** What must be true before the last commit. */
    PromoteVerification verification(PromoteSource source) {
        return new PromoteVerification(config, route, source, checkout);
    }

    /**
     * Runs the script of a segment that is not a transaction.
     *
     * @param number of the segment, from 1
     * @throws FlywayAtWorkException when another Flyway is at work; nothing was done then
     * @throws RefusedException when what was confirmed is no longer what is to be done
     */
    void runAlone(int number, EventSink events) {
        LoneCheck check = new LoneCheck() {
            @Override
            public void before(Connection target) throws SQLException {
                verifyNobodyElse(number, target);
            }

            @Override
            public void after(Connection target) throws SQLException {
                reached(applied(target));
            }
        };
        Segment segment = plan.segments().get(number - 1);
        if (!migrations.migrateAlone(route.to(), segment, config.promote().lockTimeout(), check, events)) {
            throw new FlywayAtWorkException(route.to().shown());
        }
    }

    /** What the target has applied now. */
    List<AppliedMigration> applied(Connection target) throws SQLException {
        return migrations(target).history(target).applied();
    }

    /** Remembers what a segment has left, once it is permanent. */
    void reached(List<AppliedMigration> applied) {
        reached = applied;
    }

    /**
     * Checks, under Flyway's lock, that what was confirmed is still what is to be done.
     *
     * @param number of the segment, from 1
     * @throws RefusedException when it is not
     */
    void verifyUnchanged(int number, PromoteSource source, Connection target) throws SQLException {
        if (number == 1) {
            Catalog catalog = Catalog.read(target);
            StalePlan.refuse(plan, planner.plan(route, source, target, migrations(target), catalog));
            UnlistedLosses.refuse(
                    plan, new PromoteHooks(config, plan.interrupted()), migrations(target), target, catalog);
            contents = plan.segments().stream().map(this::content).toList();
            if (plan.segments().size() > 1 && !config.lookups().isEmpty()) {
                own = OwnChanges.of(plan, new PromoteHooks(config, plan.interrupted()), migrations(target), target);
            }
            return;
        }
        verifyNobodyElse(number, target);
        if (number == plan.segments().size()) {
            verifyLookups(
                    number, planner.plan(route, source, target, migrations(target), Catalog.read(target)), target);
        }
    }

    private void verifyNobodyElse(int number, Connection target) throws SQLException {
        if (!contents.get(number - 1).equals(content(plan.segments().get(number - 1)))) {
            throw changed("a script, a callback or a hook of the checkout has changed");
        }
        if (!reached.equals(applied(target))) {
            throw changed("somebody else has changed the history of " + plan.target());
        }
    }

    /** All that is run with a segment: its scripts, callbacks, hooks. */
    private PlanId content(Segment segment) {
        PlanId.Builder content = PlanId.of("content").part("scripts", migrations.digest(segment.names()));
        new PromoteHooks(config, plan.interrupted()).identify(content::part);
        return content.build();
    }

    /** Only of tables that this promotion leaves alone until now can it be said that somebody else has changed them. */
    private void verifyLookups(int number, PromotePlan now, Connection target) throws SQLException {
        if (!now.names().equals(plan.segments().get(number - 1).names())) {
            throw changed("other scripts are pending");
        }
        for (LookupDiff diff : now.lookups()) {
            Optional<LookupDiff> planned = plan.lookups().stream()
                    .filter(lookup -> lookup.table().equals(diff.table()))
                    .findFirst();
            boolean sameSource = planned.filter(diff::hasSameSource).isPresent();
            boolean sameTarget = planned.map(LookupDiff::targetDigest)
                    .filter(diff.targetDigest()::equals)
                    .isPresent();
            if (!(sameSource && sameTarget) && !own.mayInclude(diff.table(), target)) {
                throw changed("rows of lookup table " + diff.table().shown() + " have changed");
            }
        }
    }

    private RefusedException changed(String what) {
        return new RefusedException(new Problem(
                "The plan is stale: " + what + " since the promotion began",
                plan.target(),
                "See what is left to do: " + plan.command() + " -Dsync.dryRun"));
    }
}
