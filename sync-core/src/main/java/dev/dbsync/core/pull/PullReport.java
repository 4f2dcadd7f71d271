package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.Report;
import dev.dbsync.core.run.Rollback;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a pull ended.
 *
 * @param from the source
 * @param to the target; empty text when none was named
 * @param plan empty when the run ended before there was one
 * @param tables what was copied, in the order in which it was; empty unless the outcome is {@code PULLED}
 * @param migrations scripts that were run on the target first; they stay, also when the copy fails
 * @param verification what was checked before the commit; empty unless the outcome is {@code PULLED}, and where an
 *     earlier run had filled and checked the database that took the target's place
 * @param proof what the proof has found, also where it failed the pull; empty where it was not come to
 * @param earlierInPart whether an earlier run had filled the database that took the target's place, and proved it in
 *     part
 * @param rehearsal how the checkout's own migrations did on the rows; empty where that was not asked, or not reached
 * @param snapshotHeld how long the source's snapshot was held, in which vacuum there could remove nothing that died
 *     since; empty where none was taken
 * @param problems why, for an outcome that is a failure
 */
public record PullReport(
        Optional<String> from,
        String to,
        Optional<PullPlan> plan,
        Outcome outcome,
        List<TableReport> tables,
        List<String> migrations,
        Optional<PullVerification> verification,
        Optional<ProofReport> proof,
        boolean earlierInPart,
        Optional<RehearsalReport> rehearsal,
        Optional<Duration> snapshotHeld,
        List<Problem> problems)
        implements Report {

    /** The goal as typed. */
    public static final String GOAL = "pull-prod";

    public PullReport {
        tables = List.copyOf(tables);
        migrations = List.copyOf(migrations);
        problems = List.copyOf(problems);
    }

    /** The report of a run that ended without an execution, or with one that threw. */
    public static PullReport ended(
            PullRequest request, SyncConfig config, Optional<PullPlan> plan, Outcome outcome, List<Problem> problems) {
        return new PullReport(
                Optional.of(config.pull().from()),
                request.to().or(() -> config.pull().to()).orElse(""),
                plan,
                outcome,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                problems);
    }

    @Override
    public String goal() {
        return GOAL;
    }

    @Override
    public Optional<PlanId> planId() {
        return plan.map(PullPlan::id);
    }

    @Override
    public Rollback rollback() {
        if (isInPlace()) {
            return new Rollback(
                    "nothing any more: it is committed",
                    Optional.empty(),
                    plan.map(PullPlan::replaced).map(List::of).orElseGet(List::of));
        }
        if (outcome != Outcome.FAILED || plan.isEmpty()) {
            return Rollback.notNeeded();
        }
        Mode mode = plan.get().filling().mode();
        if (mode == Mode.IN_PLACE && proof.isPresent()) {
            return new Rollback(
                    "nothing: the rows of " + to + " are replaced"
                            + (proof.get().emptied().isEmpty() ? "" : ", but for the tables that were emptied"),
                    Optional.empty(),
                    List.of());
        }
        String rows = switch (mode) {
            case TRANSACTION ->
                "the rows, unless the problem above says otherwise: those of " + to + " are as they were";
            case IN_PLACE ->
                "nothing: tables of " + to + " may be empty or half full until the pull is resumed ("
                        + plan.get().command() + " -Dsync.resume)";
            case SWAP -> "everything, unless the problem above says otherwise: " + to + " is as it was";
        };
        boolean stay = mode != Mode.SWAP && !migrations.isEmpty();
        return new Rollback(stay ? rows + "; the migrations before them stay" : rows, Optional.empty(), List.of());
    }

    /** Whether the rows are in the target, whatever became of a rehearsal on them. */
    private boolean isInPlace() {
        return outcome == Outcome.PULLED || rehearsal.isPresent();
    }

    /**
     * Tables that an interrupted run had copied and this one went on with: of another snapshot, so that what was
     * deleted on the source since then is not sought in the target.
     */
    public List<String> earlier() {
        if (!isInPlace()) {
            return List.of();
        }
        Set<TableName> copied = tables.stream().map(TableReport::table).collect(Collectors.toSet());
        return plan.stream()
                .flatMap(planned -> planned.tables().stream())
                .map(PlannedTable::table)
                .filter(table -> !copied.contains(table))
                .map(TableName::shown)
                .toList();
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("migrations", (long) migrations.size());
        rehearsal.ifPresent(run -> counts.put("rehearsed", (long) run.scripts().size()));
        counts.put("tables", (long) tables.size());
        counts.put("rows", tables.stream().mapToLong(TableReport::rows).sum());
        counts.put("bytes", tables.stream().mapToLong(TableReport::bytes).sum());
        counts.put(
                "maskedColumns",
                tables.stream().mapToLong(table -> table.masked().size()).sum());
        return counts;
    }
}
