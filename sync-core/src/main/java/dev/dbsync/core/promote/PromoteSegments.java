package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
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
        PromoteResult result;
        try {
            result = first(source);
            for (int number = 2; number <= plan.segments().size() && result.outcome() == Outcome.PROMOTED; number++) {
                committed = number - 1;
                lock.keep();
                result = segment(number);
            }
        } catch (RefusedException e) {
            return committed == 0
                    ? PromoteReport.of(plan, Outcome.REFUSED, Optional.of(backup), e.problems())
                    : interrupted(e, backup);
        } catch (SyncException e) {
            return committed == 0
                    ? PromoteReport.of(plan, Outcome.FAILED, Optional.of(backup), e.problems())
                    : interrupted(e, backup);
        }
        if (result.outcome() == Outcome.PROMOTED) {
            committed = plan.segments().size();
        }
        return result.report(plan, backup, committed);
    }

    private PromoteResult first(PromoteSource source) {
        try (source) {
            return transaction(1, source);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot close the source's session", route.shown(), "");
        }
    }

    private PromoteResult segment(int number) {
        Segment segment = plan.segments().get(number - 1);
        if (!segment.isAtomic()) {
            return patience.run(() -> alone(segment));
        }
        try (PromoteSource source = PromoteSource.open(route)) {
            return transaction(number, source);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot close the source's session", route.shown(), "");
        }
    }

    private PromoteResult transaction(int number, PromoteSource source) {
        PromoteTransaction transaction = new PromoteTransaction(plan, number, route, source, stage, config, events);
        return patience.run(transaction::run);
    }

    /** Nothing of ours is open meanwhile but the session that holds the promotion lock, which has no transaction. */
    private PromoteResult alone(Segment segment) throws SQLException {
        stage.runAlone(segment, events);
        try (Connection target = route.to().connectReadOnly("promote plan")) {
            stage.reached(stage.applied(target));
        }
        return new PromoteResult(Outcome.PROMOTED, List.of(), Optional.empty());
    }

    private PromoteReport interrupted(SyncException reason, PromoteReport.BackupTaken backup) {
        List<Problem> problems = new ArrayList<>(reason.problems());
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
                "When the reason is mended, promote again: it goes on where it was interrupted.\n  mvn sync:promote -Dto="
                        + plan.target()));
        return PromoteReport.of(plan, Outcome.FAILED, Optional.of(backup), problems, committed);
    }
}
