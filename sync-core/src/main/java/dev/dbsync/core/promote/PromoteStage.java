package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
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
import dev.dbsync.core.script.Script;
import dev.dbsync.core.script.SqlName;
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

    private PlanId content;
    private List<AppliedMigration> reached;

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
     * @throws FlywayAtWorkException when another Flyway is at work; nothing was done then
     * @throws RefusedException when what was confirmed is no longer what is to be done
     */
    void runAlone(Segment segment, EventSink events) {
        LoneCheck check = new LoneCheck() {
            @Override
            public void before(Connection target) throws SQLException {
                verifyNobodyElse(target);
            }

            @Override
            public void after(Connection target) throws SQLException {
                reached(applied(target));
            }
        };
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
            StalePlan.refuse(plan, planner.plan(route, source, target));
            content = content();
            return;
        }
        verifyNobodyElse(target);
        if (number == plan.segments().size()) {
            verifyLookups(number, planner.plan(route, source, target));
        }
    }

    private void verifyNobodyElse(Connection target) throws SQLException {
        if (!content.equals(content())) {
            throw changed("a script, a callback or a hook of the checkout has changed");
        }
        if (!reached.equals(applied(target))) {
            throw changed("somebody else has changed the history of " + plan.target());
        }
    }

    /** All that is run, until the promotion is at its end. */
    private PlanId content() {
        PlanId.Builder all = PlanId.of("content").part("scripts", migrations.digest(plan.names()));
        new PromoteHooks(config).identify(all);
        return all.build();
    }

    /** The rows of a table that the scripts so far may have changed cannot be told from somebody else's. */
    private void verifyLookups(int number, PromotePlan now) {
        if (!now.names().equals(plan.segments().get(number - 1).names())) {
            throw changed("other scripts are pending");
        }
        for (LookupDiff diff : now.lookups()) {
            Optional<LookupDiff> planned = plan.lookups().stream()
                    .filter(lookup -> lookup.table().equals(diff.table()))
                    .findFirst();
            boolean sameSource = planned.map(LookupDiff::sourceDigest)
                    .filter(diff.sourceDigest()::equals)
                    .isPresent();
            boolean sameTarget = planned.map(LookupDiff::targetDigest)
                    .filter(diff.targetDigest()::equals)
                    .isPresent();
            if (!mayBeTouched(number, diff) && !(sameSource && sameTarget)) {
                throw changed("rows of lookup table " + diff.table().shown() + " have changed");
            }
        }
    }

    private boolean mayBeTouched(int number, LookupDiff diff) {
        List<String> ran = plan.segments().subList(0, number - 1).stream()
                .flatMap(segment -> segment.names().stream())
                .toList();
        List<Script> scripts = migrations.scripts(ran);
        return scripts.size() < ran.size()
                || scripts.stream()
                        .map(Script::touchedTables)
                        .anyMatch(touched -> touched.isUnknown()
                                || touched.tables().stream()
                                        .map(SqlName::name)
                                        .anyMatch(diff.table().name()::equals));
    }

    private RefusedException changed(String what) {
        return new RefusedException(new Problem(
                "The plan is stale: " + what + " since the promotion began",
                plan.target(),
                "See what is left to do: mvn sync:promote -Dto=" + plan.target() + " -Dsync.dryRun"));
    }
}
