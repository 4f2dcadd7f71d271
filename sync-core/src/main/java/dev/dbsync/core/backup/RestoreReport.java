package dev.dbsync.core.backup;

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
 * How a restore ended.
 *
 * @param backup empty when none was found
 * @param loss what was dropped, or would have been; empty where the target was empty, or nothing was planned
 * @param warnings those of the plan
 */
public record RestoreReport(
        String to,
        Optional<PlanId> planId,
        Outcome outcome,
        Optional<BackupSummary> backup,
        Optional<TargetLoss> loss,
        List<String> warnings,
        List<Problem> problems)
        implements Report {

    public static final String GOAL = "restore";

    static RestoreReport of(RestorePlan plan, Outcome outcome, List<Problem> problems) {
        return new RestoreReport(
                plan.target(),
                Optional.of(plan.id()),
                outcome,
                Optional.of(plan.backup()),
                plan.loss(),
                plan.warnings(),
                List.copyOf(problems));
    }

    /** The report of a run that ended without an execution, or with one that threw. */
    public static RestoreReport ended(
            RestoreRequest request, Optional<RestorePlan> plan, Outcome outcome, List<Problem> problems) {
        return plan.map(made -> of(made, outcome, problems))
                .orElseGet(() -> new RestoreReport(
                        request.to(),
                        Optional.empty(),
                        outcome,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.copyOf(problems)));
    }

    @Override
    public String goal() {
        return GOAL;
    }

    /** The backup's name. */
    @Override
    public Optional<String> from() {
        return backup.map(taken -> taken.path().getFileName().toString());
    }

    @Override
    public Rollback rollback() {
        if (outcome != Outcome.RESTORED && outcome != Outcome.UNKNOWN) {
            return Rollback.notNeeded();
        }
        String byItself = outcome == Outcome.RESTORED
                ? "nothing any more: it is committed"
                : "all of it, unless it is committed; look as said above";
        return loss.isPresent()
                ? new Rollback(byItself, Optional.empty(), List.of(RestorePlan.forGood(to)))
                : new Rollback(byItself, Optional.of(RestorePlan.undo(to)), List.of());
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        if (outcome == Outcome.RESTORED) {
            backup.ifPresent(taken -> {
                counts.put("bytes", taken.bytes());
                taken.tables().ifPresent(tables -> counts.put("tables", (long) tables));
                taken.rows().ifPresent(rows -> counts.put("rows", rows));
            });
        }
        return counts;
    }
}
