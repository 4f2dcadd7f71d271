package dev.dbsync.core.lookup;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads the lookup tables of both sides anew and demands that they are equal, row for row. */
public final class LookupVerification {

    private LookupVerification() {}

    /**
     * @param source the transaction that was merged from
     * @param target the transaction that was merged into
     * @return the comparison, with nothing left to insert, update or delete
     * @throws SyncException with a problem for each table that is not equal
     */
    public static List<LookupDiff> verify(Connection source, Connection target, List<LookupTable> tables)
            throws SQLException {
        List<LookupDiff> diffs = LookupDiff.between(source, target, tables);
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
