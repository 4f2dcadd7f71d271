package dev.dbsync.core;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.ReportFile;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.ConfirmedPlan;
import dev.dbsync.core.run.Journal;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.Plan;
import dev.dbsync.core.run.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The flow that every goal which changes a database goes through: plan → show → confirm → execute → report. */
final class GoalRun {

    /** What one goal does at each stage. */
    interface Stages<P extends Plan, R extends Report> {

        P plan();

        /** The plan for a person to read. */
        String text(P plan);

        R execute(ConfirmedPlan<P> plan);

        /** The report of a run that ended without an execution, or with one that threw. */
        R report(Optional<P> plan, Outcome outcome, List<Problem> problems);

        /** The report as JSON. */
        String json(R report);
    }

    private final EventSink events;
    private final ReportFile reports;
    private final Journal journal;

    GoalRun(EventSink events, ReportFile reports, Journal journal) {
        this.events = events;
        this.reports = reports;
        this.journal = journal;
    }

    <P extends Plan, R extends Report> R run(
            String goal, boolean dryRun, Confirmation confirmation, Stages<P, R> stages) {
        // A report of an earlier run must not be taken for this one's, should this one not come to its end.
        reports.delete(goal);
        R report = outcome(dryRun, confirmation, stages);
        reports.write(goal, stages.json(report));
        record(report);
        return report;
    }

    private <P extends Plan, R extends Report> R outcome(
            boolean dryRun, Confirmation confirmation, Stages<P, R> stages) {
        Optional<P> plan = Optional.empty();
        try {
            plan = Optional.of(stages.plan());
            events.accept(new SyncEvent.PlanShown(stages.text(plan.get())));
            if (!plan.get().hasWork()) {
                return stages.report(plan, Outcome.NOTHING_TO_DO, List.of());
            }
            if (dryRun) {
                return stages.report(plan, Outcome.DRY_RUN, List.of());
            }
            return stages.execute(confirmation.confirm(plan.get()));
        } catch (RefusedException e) {
            return stages.report(plan, Outcome.REFUSED, e.problems());
        } catch (SyncException e) {
            return stages.report(plan, Outcome.FAILED, e.problems());
        }
    }

    private void record(Report report) {
        journal.append(new Journal.Entry(
                Instant.now(),
                System.getProperty("user.name"),
                report.goal(),
                report.from().orElse(null),
                report.to(),
                report.planId().map(Object::toString).orElse(null),
                report.outcome().name(),
                report.counts()));
    }
}
