package dev.dbsync.core.pull;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.PlanId;
import java.time.Instant;
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
 * @param columns every column that is copied or generated, with what became of it
 * @param leftOut tables that were not copied, with the reason
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
        List<MaskedValues> columns,
        List<LeftOut> leftOut,
        List<Problem> problems) {

    public MaskingReport {
        versions = new LinkedHashMap<>(versions);
        rows = new LinkedHashMap<>(rows);
        columns = List.copyOf(columns);
        leftOut = List.copyOf(leftOut);
        problems = List.copyOf(problems);
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
