package dev.dbsync.core.pull;

import dev.dbsync.core.comparison.RowsCompared;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.SequencePositions;
import dev.dbsync.core.load.SetAside;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.snapshot.SourceSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was checked before the commit.
 *
 * @param snapshot the moment of the source that was copied
 * @param rows that the source sent and the target took, table by table the same number
 * @param foreignKeys that were put back and hold for all rows
 * @param foreignKeysNotValid that were NOT VALID in the target before, and are again
 * @param sequences that were set to where they stand in the source
 * @param sequencesBehind columns whose highest value is beyond their sequence, as it is in the source
 * @param maskedValues values that went through a mask
 * @param maskedKept by column, values that the condition of its rule kept as they are
 * @param maskedUnchanged values that a mask returned as they were, such as a text that was redacted before
 * @param materializedViews that were refreshed
 * @param compared how deep the rows were compared with the source's
 */
public record PullVerification(
        Instant snapshot,
        long rows,
        int foreignKeys,
        int foreignKeysNotValid,
        int sequences,
        List<String> sequencesBehind,
        long maskedValues,
        long maskedUnchanged,
        Map<String, Long> maskedKept,
        int materializedViews,
        RowsCompared compared) {

    /**
     * @param reports of the tables that were copied
     * @param keys the foreign keys of the target, as they are in the end
     * @param views how many materialized views were refreshed
     */
    static PullVerification of(
            SourceSnapshot snapshot,
            List<TableReport> reports,
            List<SetAside.Key> keys,
            SequencePositions.Outcome sequences,
            MaskedColumns masks,
            int views,
            RowsCompared compared) {
        int valid = (int) keys.stream().filter(SetAside.Key::valid).count();
        return new PullVerification(
                snapshot.taken(),
                reports.stream().mapToLong(TableReport::rows).sum(),
                valid,
                keys.size() - valid,
                sequences.set(),
                sequences.behind(),
                masks.values(),
                masks.unchanged(),
                masks.kept(),
                views,
                compared);
    }

    /** @throws SyncException when the two servers did not count the same rows */
    static void sameRows(TableName table, long read, long written, String to) {
        if (read != written) {
            throw new SyncException(new Problem(
                    "The source sent " + read + " rows of " + table.shown() + ", and " + written + " arrived",
                    to + ": " + table,
                    "Look for triggers or rules that drop rows"));
        }
    }

    /** @throws SyncException when the foreign keys are not what they were before the load */
    static void sameForeignKeys(Connection target, String to, Set<TableName> touched, List<SetAside.Key> before)
            throws SQLException {
        List<SetAside.Key> now = SetAside.foreignKeys(target, touched);
        if (!now.equals(before)) {
            throw new SyncException(new Problem(
                    "The foreign keys of the target would not be what they were before",
                    to,
                    "This is a defect of Sync: please report it"));
        }
    }
}
