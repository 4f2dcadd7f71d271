package dev.dbsync.core.lookup;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a lookup table differs between the two sides of a link.
 *
 * @param table its name
 * @param insert rows that only the source has
 * @param update rows that both have, with different values
 * @param delete rows that only the target has; 0 with {@code delete: keep}
 * @param kept rows that only the target has and may keep; 0 without {@code delete: keep}
 * @param estimate whether pending scripts may still change what is compared (see {@link LookupTable#estimate()})
 * @param sourceDigest SHA-256 over the source's keys and compared columns, whatever the order of the rows
 * @param targetDigest likewise of the target
 */
public record LookupDiff(
        TableName table,
        long insert,
        long update,
        long delete,
        long kept,
        boolean estimate,
        String sourceDigest,
        String targetDigest) {

    /** Whether a merge has something to do. */
    public boolean differs() {
        return insert + update + delete > 0;
    }

    /**
     * Compares all tables, reading only, in memory that does not grow with them.
     *
     * @param source in a transaction; its snapshot is what is compared
     * @param target likewise
     * @throws SyncException when two rows of one side have the same key
     */
    public static List<LookupDiff> between(Connection source, Connection target, List<LookupTable> tables)
            throws SQLException {
        return between(source, target, tables, (table, key) -> {});
    }

    /**
     * Compares all tables and collects on the way which rows outside of them still reference rows to be deleted.
     *
     * @param references made for the same target; ask it for its problems afterwards
     * @throws SyncException when two rows of one side have the same key
     */
    public static List<LookupDiff> between(
            Connection source, Connection target, List<LookupTable> tables, LookupReferences references)
            throws SQLException {
        List<LookupDiff> diffs = between(source, target, tables, (DeletedRows) references::deleted);
        references.finish();
        return diffs;
    }

    /** Hears of each row to be deleted. */
    private interface DeletedRows {
        void deleted(LookupTable table, List<String> key) throws SQLException;
    }

    private static List<LookupDiff> between(
            Connection source, Connection target, List<LookupTable> tables, DeletedRows deletedRows)
            throws SQLException {
        return TextSettings.reading(
                source,
                () -> TextSettings.reading(target, () -> {
                    List<LookupDiff> diffs = new ArrayList<>();
                    for (LookupTable table : tables) {
                        diffs.add(compare(source, target, table, deletedRows));
                    }
                    return List.copyOf(diffs);
                }));
    }

    private static LookupDiff compare(Connection source, Connection target, LookupTable table, DeletedRows deletedRows)
            throws SQLException {
        long insert = 0;
        long update = 0;
        long delete = 0;
        try (RowDigests there = new RowDigests(source, table, table.inSource());
                RowDigests here = new RowDigests(target, table, table.inTarget())) {
            advance(there, table, "source");
            advance(here, table, "target");
            while (!there.ended() || !here.ended()) {
                int order = there.compareKey(here);
                if (order == 0) {
                    update += there.sameRow(here) ? 0 : 1;
                } else if (order < 0) {
                    insert++;
                } else {
                    delete++;
                    // Where the source lacks the table, a pending script drops it: nothing is deleted row by row.
                    if (!table.keepDeleted() && table.inSource()) {
                        deletedRows.deleted(table, here.keyTexts());
                    }
                }
                if (order <= 0) {
                    advance(there, table, "source");
                }
                if (order >= 0) {
                    advance(here, table, "target");
                }
            }
            boolean keep = table.keepDeleted();
            return new LookupDiff(
                    table.name(),
                    insert,
                    update,
                    keep ? 0 : delete,
                    keep ? delete : 0,
                    table.estimate(),
                    there.wholeDigest(),
                    here.wholeDigest());
        }
    }

    private static void advance(RowDigests rows, LookupTable table, String side) throws SQLException {
        try {
            rows.next();
        } catch (RowDigests.DuplicateKeyException e) {
            throw new SyncException(
                    new Problem(
                            "Lookup table " + table.name().shown() + " has two rows with the same key ("
                                    + String.join(", ", table.key()) + ") in the " + side,
                            table.where(),
                            "Remove one of them, or name a key that is unique also where it is NULL"),
                    e);
        }
    }
}
