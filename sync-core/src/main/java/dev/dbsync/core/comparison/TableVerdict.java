package dev.dbsync.core.comparison;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.util.List;

/**
 * What the comparison of a table's rows with those of the source found.
 *
 * @param table in the source; the partitioned table, where its partitions were compared together
 * @param how it was compared
 * @param rows that were compared; 0 where only their number was
 * @param maskedValues that were compared with what they were made of
 * @param why it was compared no deeper; empty where it was compared as deep as was asked for
 * @param problems what differs, without a value of any row; empty when nothing does
 */
public record TableVerdict(TableName table, How how, long rows, long maskedValues, String why, List<Problem> problems) {

    /** How rows were matched. */
    public enum How {
        /** Row by row, by a key. */
        BY_KEY,
        /** All of them at once, by checksums. */
        WHOLE,
        /** Only by their number, which COPY tells. */
        COUNTED
    }

    public TableVerdict {
        problems = List.copyOf(problems);
    }
}
