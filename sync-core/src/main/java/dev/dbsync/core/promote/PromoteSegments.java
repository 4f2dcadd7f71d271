package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.PromoteLock;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out a plan's segments one after the other; says how far it came when one of them fails. */
final class PromoteSegments {

    private final PromotePlan plan;
    private final PromoteRoute route;
    private final PromoteLock lock;
    private final PromoteStage stage;
    private final SyncConfig config;
    private final EventSink events;
    private final PatientTransaction patience;
    private int committed;

    PromoteSegments(
            PromotePlan plan,
            PromoteRoute route,
            PromoteLock lock,
            Checkout checkout,
            PromotePlanner planner,
            SyncConfig config,
            EventSink events) {
        this.plan = plan;
        this.route = route;
        this.lock = lock;
        this.stage = new PromoteStage(plan, route, checkout, planner, config);
        this.config = config;
        this.events = events;
        this.patience = new PatientTransaction(config.promote(), plan.target(), events);
    }

    /** @param source as it was planned from; closed when its first segment is done, since others may have to wait */
    PromoteReport run(PromoteSource source, PromoteReport.BackupTaken backup) {
        try {
            PromoteResult result = transaction(1, source);
            for (int number = 2; number <= plan.segments().size() && result.outcome() == Outcome.PROMOTED; number++) {
                lock.keep();
                result = segment(number);
            }
            return result.report(plan, backup, committed);
        } catch (RefusedException e) {
            return committed == 0
                    ? PromoteReport.of(plan, Outcome.REFUSED, Optional.of(backup), e.problems())
                    : interrupted(e.problems(), backup);
        } catch (SyncException e) {
            return committed == 0
                    ? PromoteReport.of(plan, Outcome.FAILED, Optional.of(backup), e.problems())
                    : interrupted(e.problems(), backup);
        } catch (RuntimeException e) {
            if (committed == 0 || committed == plan.segments().size()) {
                throw e;
            }
            // Whoever makes a report of it elsewhere does not know that something is committed.
            return interrupted(
                    List.of(new Problem(
                            "An error that Sync did not expect: " + e.getClass().getSimpleName() + at(e),
                            plan.target(),
                            "Report it, unless it comes from a callback or a migration in Java")),
                    backup);
        }
    }

    /** Where it comes from; its text may hold data. */
    private static String at(RuntimeException e) {
        return e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
    }

    private PromoteResult segment(int number) {
        Segment segment = plan.segments().get(number - 1);
        return segment.isAtomic() ? transaction(number, PromoteSource.open(route)) : patience.run(() -> alone(number));
    }

    /** @param source is closed with it */
    private PromoteResult transaction(int number, PromoteSource source) {
        try {
            PromoteTransaction transaction = new PromoteTransaction(plan, number, route, source, stage, config, events);
            PromoteResult result = patience.run(transaction::run);
            if (result.outcome() == Outcome.PROMOTED) {
                committed = number;
            }
            return result;
        } finally {
            close(source);
        }
    }

    private void close(PromoteSource source) {
        try {
            source.close();
        } catch (SQLException e) {
            // It has read what it was to read; what was committed is not to be called a failure for it.
            events.warning("The source's session did not close cleanly: " + SqlProblem.reason(e));
        }
    }

    /** Nothing of ours is open meanwhile but the session that holds the promotion lock, which has no transaction. */
    private PromoteResult alone(int number) {
        stage.runAlone(number, events);
        committed = number;
        return new PromoteResult(Outcome.PROMOTED, List.of(), Optional.empty());
    }

    private PromoteReport interrupted(List<Problem> reasons, PromoteReport.BackupTaken backup) {
        List<Problem> problems = new ArrayList<>(reasons);
        int failed = committed + 1;
        Segment segment = plan.segments().get(failed - 1);
        problems.add(new Problem(
                "The promotion was interrupted in segment " + failed + " of "
                        + plan.segments().size()
                        + ": what was committed before stays"
                        + (segment.isAtomic()
                                ? ""
                                : ", and so does what " + segment.names().get(0) + " has done"),
                plan.target(),
                "When the reason is mended, promote again: it goes on where it was interrupted.\n  " + plan.command()));
        return PromoteReport.of(plan, Outcome.FAILED, Optional.of(backup), problems, committed);
    }
}
