package dev.dbsync.core;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.PlanDocument;
import dev.dbsync.core.report.ReportFile;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.ConfirmedPlan;
import dev.dbsync.core.run.EarlierPlan;
import dev.dbsync.core.run.Journal;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.Plan;
import dev.dbsync.core.run.Report;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The flow that every goal which changes a database goes through: plan → show → confirm → execute → report. */
final class GoalRun {

    /**
     * What one goal does at each stage.
     *
     * @param plan makes the plan
     * @param document the plan in the forms in which it is read
     * @param execute what a confirmed plan does
     * @param ended the report of a run that ended without an execution, or with one that threw
     * @param json the report as JSON
     */
    record Stages<P extends Plan, R extends Report>(
            Supplier<P> plan,
            Function<P, PlanDocument> document,
            Function<ConfirmedPlan<P>, R> execute,
            Ended<P, R> ended,
            Function<R, String> json) {}

    /** Makes the report of a run that came to no execution of its own. */
    @FunctionalInterface
    interface Ended<P extends Plan, R extends Report> {
        R report(Optional<P> plan, Outcome outcome, List<Problem> problems);
    }

    private final EventSink events;
    private final ReportFile reports;
    private final Journal journal;
    private final Webhook webhook;

    GoalRun(EventSink events, ReportFile reports, Journal journal, Webhook webhook) {
        this.events = events;
        this.reports = reports;
        this.journal = journal;
        this.webhook = webhook;
    }

    <P extends Plan, R extends Report> R run(
            String goal, boolean dryRun, Confirmation confirmation, Stages<P, R> stages) {
        // A report of an earlier run must not be taken for this one's, should this one not come to its end.
        Optional<EarlierPlan> earlier = reports.lastPlan(goal);
        reports.prepare(goal);
        journal.prepare();
        Attempt<P, R> attempt = new Attempt<>(stages, earlier);
        R report;
        try {
            report = attempt.outcome(dryRun, confirmation);
        } catch (RuntimeException e) {
            // A defect, or a machine in trouble: whoever reads the report shall not find an old one, or none.
            written(attempt.unexpected(e), stages);
            throw e;
        }
        return written(report, stages);
    }

    private <P extends Plan, R extends Report> R written(R report, Stages<P, R> stages) {
        told(() -> journal.append(entry(report, report.outcome().name())));
        String json = stages.json().apply(report);
        told(() -> reports.write(report.goal(), json));
        if (report.outcome() != Outcome.DRY_RUN && report.outcome() != Outcome.NOTHING_TO_DO) {
            webhook.post(json);
        }
        return report;
    }

    /** What was done is done: it must not be called a failure, and a disk that is full for one must not cost both. */
    private void told(Runnable telling) {
        try {
            telling.run();
        } catch (UncheckedIOException e) {
            events.warning("Report or journal could not be written: " + e.getMessage());
        }
    }

    /** One way through the stages; knows the plan once there is one. */
    private final class Attempt<P extends Plan, R extends Report> {

        private final Stages<P, R> stages;
        private final Optional<EarlierPlan> earlier;
        private Optional<P> plan = Optional.empty();

        Attempt(Stages<P, R> stages, Optional<EarlierPlan> earlier) {
            this.stages = stages;
            this.earlier = earlier;
        }

        R outcome(boolean dryRun, Confirmation confirmation) {
            try {
                P made = stages.plan().get();
                plan = Optional.of(made);
                PlanDocument document = stages.document().apply(made);
                reports.writePlan(made.goal(), document);
                events.accept(new SyncEvent.PlanShown(document.text()));
                if (!made.hasWork()) {
                    return ended(Outcome.NOTHING_TO_DO, List.of());
                }
                if (dryRun) {
                    return ended(Outcome.DRY_RUN, List.of());
                }
                ConfirmedPlan<P> confirmed = confirmation.confirm(made, earlier);
                started(made);
                return stages.execute().apply(confirmed);
            } catch (RefusedException e) {
                return ended(Outcome.REFUSED, e.problems());
            } catch (SyncException e) {
                return ended(Outcome.FAILED, e.problems());
            }
        }

        /** Nothing is changed by a run that could not be seen in the journal if it were killed. */
        private void started(P made) {
            try {
                // Who is read from, and what it would do, as the report of this moment says.
                journal.prepare();
                journal.appendStart(entry(ended(Outcome.DRY_RUN, List.of()), Journal.STARTED));
            } catch (UncheckedIOException e) {
                throw new SyncException(
                        new Problem(
                                "The journal cannot be written, so nothing was changed: "
                                        + e.getCause().getClass().getSimpleName(),
                                made.question(),
                                "See that the disk has room"),
                        e);
            }
        }

        R unexpected(RuntimeException e) {
            return ended(
                    Outcome.FAILED,
                    List.of(new Problem(
                            "An error that Sync did not expect: " + e.getClass().getSimpleName(),
                            "",
                            "Run it again with -e to see where it comes from, and report it")));
        }

        private R ended(Outcome outcome, List<Problem> problems) {
            return stages.ended().report(plan, outcome, problems);
        }
    }

    private static Journal.Entry entry(Report report, String outcome) {
        return new Journal.Entry(
                Instant.now(),
                System.getProperty("user.name"),
                report.goal(),
                report.from().orElse(null),
                report.to(),
                report.planId().map(Object::toString).orElse(null),
                outcome,
                report.counts());
    }
}
