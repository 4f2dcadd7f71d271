package dev.dbsync.core.promote;

import dev.dbsync.core.backup.BackupSpace;
import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.lookup.LookupRows;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.Report;
import dev.dbsync.core.run.Rollback;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a promotion ended.
 *
 * @param from empty when the checkout itself was the source, or when {@code to} has no place in the chain
 * @param migrations scripts that ran, or would run, in order
 * @param segments the same scripts by what is committed together; none without a plan
 * @param committed how many segments were committed, the first ones
 * @param continued the plan that was interrupted and that this one goes on with
 * @param lookups rows that changed, or would change; tables without a change are left out
 * @param lookupRows the first rows that the plan would change, by table
 * @param destructive what the plan found that its SQL destroys, or holds up
 * @param configOption what a command says besides its target to read the same configuration, with a blank before it
 * @param space the room that the backup needed and had when it was planned; empty without a plan that has work
 * @param backup empty when none was taken
 */
public record PromoteReport(
        Optional<String> from,
        String to,
        Optional<PlanId> planId,
        Outcome outcome,
        List<MigrationResult> migrations,
        List<Segment> segments,
        int committed,
        Optional<String> continued,
        List<LookupResult> lookups,
        Map<String, LookupRows> lookupRows,
        List<DestructiveChange> destructive,
        String configOption,
        Optional<BackupSpace> space,
        Optional<BackupTaken> backup,
        List<Problem> problems)
        implements Report {

    public static final String GOAL = "promote";

    /**
     * One script.
     *
     * @param version null for a repeatable one
     * @param atomic whether it runs in one transaction with its history row
     */
    public record MigrationResult(String version, String script, boolean atomic) {}

    /** Rows of one lookup table. */
    public record LookupResult(String table, long inserted, long updated, long deleted) {}

    /**
     * The backup that was taken before the first change.
     *
     * @param scope how much of the database it holds
     * @param snapshot the moment whose state it holds
     */
    public record BackupTaken(Path path, String engine, BackupConfig.Scope scope, long bytes, Instant snapshot) {}

    /**
     * The report of a run that ended without an execution, or with one that threw: in the numbers of its plan.
     *
     * @param from the predecessor in the chain, for a run that did not come to its plan
     */
    public static PromoteReport ended(
            PromoteRequest request,
            Optional<String> from,
            Optional<PromotePlan> plan,
            Outcome outcome,
            List<Problem> problems) {
        return plan.map(known -> of(known, outcome, Optional.empty(), problems))
                .orElseGet(() -> new PromoteReport(
                        from,
                        request.to(),
                        Optional.empty(),
                        outcome,
                        List.of(),
                        List.of(),
                        0,
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        problems));
    }

    static PromoteReport of(PromotePlan plan, Outcome outcome, Optional<BackupTaken> backup, List<Problem> problems) {
        return of(plan, outcome, backup, problems, 0);
    }

    static PromoteReport of(
            PromotePlan plan, Outcome outcome, Optional<BackupTaken> backup, List<Problem> problems, int committed) {
        return new PromoteReport(
                plan.from(),
                plan.target(),
                Optional.of(plan.id()),
                outcome,
                migrations(plan),
                plan.segments(),
                committed,
                plan.continued(),
                plan.lookups().stream()
                        .filter(LookupDiff::differs)
                        .map(diff ->
                                new LookupResult(diff.table().shown(), diff.insert(), diff.update(), diff.delete()))
                        .toList(),
                rows(plan),
                plan.destructive(),
                plan.configOption(),
                plan.backup(),
                backup,
                problems);
    }

    static List<MigrationResult> migrations(PromotePlan plan) {
        return plan.segments().stream()
                .flatMap(segment -> segment.scripts().stream()
                        .map(pending -> new MigrationResult(
                                pending.version().orElse(null), pending.script(), segment.isAtomic())))
                .toList();
    }

    static Map<String, LookupRows> rows(PromotePlan plan) {
        return plan.lookupRows().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().shown(), Map.Entry::getValue));
    }

    @Override
    public String goal() {
        return GOAL;
    }

    @Override
    public Rollback rollback() {
        return PromoteRollback.of(this);
    }

    @Override
    public Map<String, Long> counts() {
        if (outcome == Outcome.PROMOTED) {
            return changes();
        }
        return committed == 0 ? Map.of() : Map.of("segments", (long) committed);
    }

    /** What was done, or, after a plan alone, would be. */
    public Map<String, Long> changes() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("migrations", (long) migrations.size());
        counts.put(
                "inserted", lookups.stream().mapToLong(LookupResult::inserted).sum());
        counts.put("updated", lookups.stream().mapToLong(LookupResult::updated).sum());
        counts.put("deleted", lookups.stream().mapToLong(LookupResult::deleted).sum());
        return counts;
    }
}
