package dev.dbsync.core.lookup;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a lookup table differs between the two sides of a link. Rows outside of its condition do not count.
 *
 * @param table its name
 * @param insert rows that only the source has
 * @param update rows that both have, with different values; 0 with {@code insertOnly}
 * @param delete rows that only the target has; 0 with {@code delete: keep} or {@code insertOnly}
 * @param kept rows that only the target has and may keep; 0 without those
 * @param estimate whether pending scripts may still change what is compared (see {@link LookupTable#estimate()})
 * @param sourceDigest SHA-256 over the source's keys and compared columns, whatever the order of the rows; with
 *     {@code insertOnly} over those of the rows to be inserted, since no others matter
 * @param targetDigest likewise of the target; with {@code insertOnly} over none
 * @param insertedDigest SHA-256 over the rows to be inserted with those of their values that are not compared
 *     ({@code ignore}) but are inserted with them; empty where there is none
 */
public record LookupDiff(
        TableName table,
        long insert,
        long update,
        long delete,
        long kept,
        boolean estimate,
        String sourceDigest,
        String targetDigest,
        String insertedDigest) {

    /** Whether a merge has something to do. */
    public boolean differs() {
        return insert + update + delete > 0;
    }

    /** Whether all of the source that a merge takes over is as it was when the other was made. */
    public boolean hasSameSource(LookupDiff other) {
        return sourceDigest.equals(other.sourceDigest) && insertedDigest.equals(other.insertedDigest);
    }

    /**
     * Compares all tables, reading only, in memory that does not grow with them.
     *
     * @param source in a transaction; its snapshot is what is compared
     * @param target likewise
     * @throws SyncException when two rows of one side have the same key, a table's condition cannot be evaluated, or
     *     the target uses the key of a row to be inserted for a row outside of the condition
     */
    public static List<LookupDiff> between(Connection source, Connection target, List<LookupTable> tables)
            throws SQLException {
        return between(source, target, tables, new KnownDifferences());
    }

    /**
     * Likewise; what is known of the source's rows is not read again.
     *
     * @param known from earlier comparisons; learns what this one finds
     */
    public static List<LookupDiff> between(
            Connection source, Connection target, List<LookupTable> tables, KnownDifferences known)
            throws SQLException {
        return between(source, target, tables, known, Optional.empty(), Optional.empty());
    }

    /**
     * Compares all tables and collects on the way which rows outside of them still reference rows to be deleted.
     *
     * @param known from earlier comparisons; learns what this one finds
     * @param references made for the same target; ask it for its problems afterwards
     * @param changes ask it for the rows afterwards
     * @throws SyncException when two rows of one side have the same key, a table's condition cannot be evaluated, or
     *     the target uses the key of a row to be inserted for a row outside of the condition
     */
    public static List<LookupDiff> between(
            Connection source,
            Connection target,
            List<LookupTable> tables,
            KnownDifferences known,
            LookupReferences references,
            Optional<LookupChanges> changes)
            throws SQLException {
        return between(source, target, tables, known, Optional.of(references), changes);
    }

    private static List<LookupDiff> between(
            Connection source,
            Connection target,
            List<LookupTable> tables,
            KnownDifferences known,
            Optional<LookupReferences> references,
            Optional<LookupChanges> changes)
            throws SQLException {
        known.begin(source, target);
        return TextSettings.reading(
                source,
                () -> TextSettings.reading(target, () -> {
                    List<LookupDiff> diffs = new ArrayList<>();
                    for (LookupTable table : tables) {
                        TableComparison comparison = new TableComparison(source, target, table, known);
                        TableDifference difference = comparison.difference();
                        tell(comparison, difference, new KeysInUse(target, table), references, changes);
                        diffs.add(difference.of(table));
                    }
                    if (references.isPresent()) {
                        references.get().finish();
                    }
                    if (changes.isPresent()) {
                        changes.get().finish(source, target);
                    }
                    return List.copyOf(diffs);
                }));
    }

    private static void tell(
            TableComparison comparison,
            TableDifference difference,
            KeysInUse keysInUse,
            Optional<LookupReferences> references,
            Optional<LookupChanges> changes)
            throws SQLException {
        boolean all = keysInUse.wantsRows()
                || references
                        .filter(known -> known.wantsRowsOf(comparison.table()))
                        .isPresent();
        comparison.tell(
                difference,
                (table, kind, key) -> {
                    if (kind == RowChange.Kind.INSERT) {
                        keysInUse.inserted(key);
                    }
                    if (references.isPresent()) {
                        references.get().changed(table, kind, key);
                    }
                    changes.ifPresent(collected -> collected.changed(table, kind, key));
                },
                all);
        keysInUse.finish();
    }
}
