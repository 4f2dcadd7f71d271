package dev.dbsync.core.comparison;

import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Collection;
import java.util.List;

/**
 * How deep the rows were compared with the source's.
 *
 * @param verify as configured
 * @param rows that were compared column by column, each counted once for each comparison
 * @param maskedValues that were compared with what they were made of
 * @param byKey tables whose rows were matched by a key
 * @param whole tables that were compared as a whole
 * @param countedOnly tables of which only the number of rows was compared, with the reason: {@code log: it has no key}
 */
public record RowsCompared(
        PullConfig.Verify verify, long rows, long maskedValues, int byKey, int whole, List<String> countedOnly) {

    public RowsCompared {
        countedOnly = List.copyOf(countedOnly);
    }

    /** @throws SyncException with everything that differs, when anything does */
    public static RowsCompared of(PullConfig.Verify verify, Collection<TableVerdict> verdicts) {
        List<Problem> problems = verdicts.stream()
                .flatMap(verdict -> verdict.problems().stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new SyncException(problems);
        }
        return new RowsCompared(
                verify,
                verdicts.stream().mapToLong(TableVerdict::rows).sum(),
                verdicts.stream().mapToLong(TableVerdict::maskedValues).sum(),
                number(verdicts, TableVerdict.How.BY_KEY),
                number(verdicts, TableVerdict.How.WHOLE),
                verdicts.stream()
                        .filter(verdict -> verdict.how() == TableVerdict.How.COUNTED)
                        .filter(verdict -> !verdict.why().isEmpty())
                        .map(verdict -> verdict.table().shown() + ": " + verdict.why())
                        .toList());
    }

    private static int number(Collection<TableVerdict> verdicts, TableVerdict.How how) {
        return (int) verdicts.stream().filter(verdict -> verdict.how() == how).count();
    }
}
