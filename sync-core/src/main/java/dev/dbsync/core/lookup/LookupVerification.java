package dev.dbsync.core.lookup;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads the target's lookup tables anew and demands that they hold what the source's snapshot does, row for row: by the
 * SHA-256 of all rows where the source's is known, by reading both sides where not.
 */
public final class LookupVerification {

    private LookupVerification() {}

    /** As below, with nothing known. */
    public static List<LookupDiff> verify(Connection source, Connection target, List<LookupTable> tables)
            throws SQLException {
        return verify(source, target, tables, new KnownDifferences());
    }

    /**
     * @param source the transaction that was merged from
     * @param target the transaction that was merged into
     * @param known from earlier comparisons; what is known of the source's rows is not read again
     * @return the comparison, with nothing left to insert, update or delete
     * @throws SyncException with a problem for each table that is not equal
     */
    public static List<LookupDiff> verify(
            Connection source, Connection target, List<LookupTable> tables, KnownDifferences known)
            throws SQLException {
        List<LookupDiff> diffs = LookupDiff.between(source, target, tables, known);
        List<Problem> problems = diffs.stream()
                .filter(LookupDiff::differs)
                .map(diff -> problem(diff, tables))
                .toList();
        if (!problems.isEmpty()) {
            throw new SyncException(problems);
        }
        return diffs;
    }

    private static Problem problem(LookupDiff diff, List<LookupTable> tables) {
        String where = tables.stream()
                .filter(table -> table.name().equals(diff.table()))
                .findFirst()
                .map(LookupTable::where)
                .orElse("");
        return new Problem(
                "Lookup table %s differs after its merge: %d rows missing, %d different, %d too many"
                        .formatted(diff.table().shown(), diff.insert(), diff.update(), diff.delete()),
                where,
                "A trigger on the table changes what is written: ignore the columns that it sets"
                        + " (ignore: [updated_at]), or make the trigger leave promotions alone");
    }
}
