package dev.dbsync.core.pull;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.load.Restored;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.Report;
import dev.dbsync.core.run.Rollback;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How it ended when what an interrupted pull has set aside was to be put back.
 *
 * @param to the target; empty text when none was named
 * @param plan empty when the run ended before there was one
 * @param restored empty unless the outcome is {@code RESTORED}
 * @param problems why, for an outcome that is a failure
 */
public record RestoreIndexesReport(
        String to,
        Optional<RestoreIndexesPlan> plan,
        Outcome outcome,
        Optional<Restored> restored,
        List<Problem> problems)
        implements Report {

    public RestoreIndexesReport {
        problems = List.copyOf(problems);
    }

    /** The report of a run that ended without an execution, or with one that threw. */
    public static RestoreIndexesReport ended(
            RestoreIndexesRequest request,
            SyncConfig config,
            Optional<RestoreIndexesPlan> plan,
            Outcome outcome,
            List<Problem> problems) {
        String to = request.to().or(() -> config.pull().to()).orElse("");
        return new RestoreIndexesReport(to, plan, outcome, Optional.empty(), problems);
    }

    @Override
    public String goal() {
        return PullReport.GOAL;
    }

    /** Empty: the source is not even connected to. */
    @Override
    public Optional<String> from() {
        return Optional.empty();
    }

    @Override
    public Optional<PlanId> planId() {
        return plan.map(RestoreIndexesPlan::id);
    }

    @Override
    public Rollback rollback() {
        if (outcome == Outcome.RESTORED) {
            boolean emptied = restored.filter(done ->
                            !done.emptied().isEmpty() || !done.condemned().isEmpty())
                    .isPresent();
            return new Rollback(
                    "nothing any more: it is committed",
                    Optional.empty(),
                    emptied ? List.of(RestoreIndexesPlan.lost()) : List.of());
        }
        return outcome == Outcome.FAILED && plan.isPresent() ? plan.get().rollback() : Rollback.notNeeded();
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("restored", restored.map(done -> (long) done.back()).orElse(0L));
        counts.put(
                "emptied",
                restored.map(done ->
                                (long) done.emptied().size() + done.condemned().size())
                        .orElse(0L));
        return counts;
    }
}
