package dev.dbsync.core.lookup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How one table differs: all rows counted, and as many of those that differ as there is room for.
 *
 * <p>Where there is no room for all, whoever wants to hear of each asks for the next ones, at the price of another
 * reading of both sides.
 */
final class TableDifference {

    /**
     * A row that differs.
     *
     * @param action as {@link StagedTable} names it
     * @param row the source's, or the target's where only the target has it, as {@link RowFormat} wrote it
     */
    record Changed(String action, byte[] row) {}

    /** What a row costs besides its bytes, roughly. */
    private static final int ROW_OVERHEAD = 64;

    private final long skipped;
    private final int rowsAtLeast;
    private final List<Changed> rows = new ArrayList<>();
    private long room;
    private long seen;
    private long insert;
    private long update;
    private long targetOnly;
    private String sourceDigest;
    private String targetDigest;
    private String insertedDigest;

    /**
     * @param skipped rows that differ and are not wanted again
     * @param room for rows, in bytes
     * @param rowsAtLeast that are held, whatever their size
     */
    TableDifference(long skipped, long room, int rowsAtLeast) {
        this.skipped = skipped;
        this.rowsAtLeast = rowsAtLeast;
        this.room = room;
    }

    /** Nothing differs: both sides have what one of them has. */
    static TableDifference none(String digest) {
        TableDifference none = new TableDifference(0, 0, 0);
        none.finish(digest, digest, "");
        return none;
    }

    void inserted(byte[] row) {
        insert++;
        add(StagedTable.INSERT, row);
    }

    void updated(byte[] row) {
        update++;
        add(StagedTable.UPDATE, row);
    }

    /** @param action null where nobody is to hear of the row */
    void onlyInTarget(String action, byte[] row) {
        targetOnly++;
        if (action != null) {
            add(action, row);
        }
    }

    private void add(String action, byte[] row) {
        long number = seen++;
        boolean unbroken = number == skipped + rows.size();
        // The first ones always: plans show them, and without one the next would never come.
        boolean first = rows.size() < rowsAtLeast;
        if (number >= skipped && unbroken && (first || room >= row.length + ROW_OVERHEAD)) {
            rows.add(new Changed(action, row));
            room -= row.length + ROW_OVERHEAD;
        }
    }

    void finish(String source, String target, String inserted) {
        sourceDigest = source;
        targetDigest = target;
        insertedDigest = inserted;
    }

    /** Those that differ, from the first one on that was not skipped, in the order of the keys. */
    List<Changed> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** Whether {@link #rows()} are all that differ. */
    boolean isComplete() {
        return skipped == 0 && rows.size() == seen;
    }

    /** The number of rows to skip for the next ones; none are left where it is {@link #seen()}. */
    long reached() {
        return skipped + rows.size();
    }

    long seen() {
        return seen;
    }

    /** Bytes that the rows take, roughly. */
    long size() {
        return rows.stream().mapToLong(row -> row.row().length + ROW_OVERHEAD).sum();
    }

    String sourceDigest() {
        return sourceDigest;
    }

    String targetDigest() {
        return targetDigest;
    }

    LookupDiff of(LookupTable table) {
        return new LookupDiff(
                table.name(),
                insert,
                update,
                table.deletes() ? targetOnly : 0,
                table.deletes() ? 0 : targetOnly,
                table.estimate(),
                sourceDigest,
                targetDigest,
                insertedDigest);
    }
}
