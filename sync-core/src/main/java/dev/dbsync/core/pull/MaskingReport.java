package dev.dbsync.core.pull;

import dev.dbsync.core.masking.ColumnDecision;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.SyncVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What left production and in which form, for whoever answers for it. It holds no value of production: examples are of
 * what masks gave.
 *
 * @param from the source
 * @param to the target; empty where there is none
 * @param state {@code PULLED}, {@code FAILED}, {@code DRY_RUN} or {@code PREVIEW}
 * @param made when
 * @param planId empty where nothing was planned
 * @param keyFingerprint tells keys apart, and does not give the key away
 * @param keyOfThisRunOnly whether the key was made for this run and is forgotten after it
 * @param versions of whatever took part, by name
 * @param rows that were copied, by table; empty before any were
 * @param earlier tables that an earlier run has copied, which this one went on with
 * @param columns every column that is copied or generated, with what became of it
 * @param leftOut tables that were not copied, with the reason
 * @param proof that nothing of what was masked stands in the target; empty where nothing was copied, or not wholly
 * @param problems why it failed
 */
public record MaskingReport(
        String from,
        Optional<String> to,
        String state,
        Instant made,
        Optional<PlanId> planId,
        String keyFingerprint,
        boolean keyOfThisRunOnly,
        Map<String, String> versions,
        Map<String, Long> rows,
        List<String> earlier,
        List<MaskedValues> columns,
        List<LeftOut> leftOut,
        Optional<ProofReport> proof,
        List<Problem> problems) {

    public MaskingReport {
        versions = new LinkedHashMap<>(versions);
        rows = new LinkedHashMap<>(rows);
        earlier = List.copyOf(earlier);
        columns = List.copyOf(columns);
        leftOut = List.copyOf(leftOut);
        problems = List.copyOf(problems);
    }

    /** What a pull that came to a plan has masked, or would have; empty for one that did not. */
    public static Optional<MaskingReport> of(PullReport report) {
        return report.plan().map(plan -> of(report, plan));
    }

    private static MaskingReport of(PullReport report, PullPlan plan) {
        MaskingPolicy policy = plan.masking();
        Map<ColumnDecision, ProofReport.Masked> counted = new HashMap<>();
        report.proof()
                .ifPresent(proof -> proof.masked()
                        .forEach(masked -> counted.put(policy.column(masked.table(), masked.column()), masked)));
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Sync", SyncVersion.text());
        plan.servers().forEach((environment, version) -> versions.put("PostgreSQL of " + environment, version));
        Map<String, Long> rows = new LinkedHashMap<>();
        report.tables().forEach(table -> rows.merge(table.table().shown(), table.rows(), Long::sum));
        return new MaskingReport(
                plan.from(),
                Optional.of(plan.to()),
                report.outcome().name(),
                Instant.now(),
                Optional.of(plan.id()),
                policy.keyFingerprint(),
                policy.isKeyOfThisRunOnly(),
                versions,
                rows,
                report.earlier(),
                policy.columns().stream()
                        .map(decision -> values(decision, Optional.ofNullable(counted.get(decision))))
                        .toList(),
                plan.leftOut(),
                report.proof(),
                report.problems());
    }

    private static MaskedValues values(ColumnDecision decision, Optional<ProofReport.Masked> counted) {
        return counted.map(masked -> new MaskedValues(
                        decision,
                        Optional.of(new MaskedValues.Coverage(
                                masked.values() + masked.kept(), masked.values(), masked.unchanged())),
                        masked.outputs().stream()
                                .map(output -> MaskedValues.Example.of(Optional.of(output)))
                                .toList()))
                .orElseGet(() -> MaskedValues.unread(decision));
    }

    /** The columns whose values are masked. */
    public List<MaskedValues> masked() {
        return columns.stream().filter(column -> column.decision().masked()).toList();
    }

    /** The columns whose values leave as they are, or are computed anew. */
    public List<MaskedValues> kept() {
        return columns.stream().filter(column -> !column.decision().masked()).toList();
    }
}
