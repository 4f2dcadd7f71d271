package dev.dbsync.core.lookup;

import dev.dbsync.core.copy.CopyRows;
import dev.dbsync.core.run.PartsDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The rows of a lookup table on one side, in the order of the keys. Memory does not grow with the table. */
final class OrderedRows implements AutoCloseable {

    private final RowFormat format;
    private final CopyRows rows;
    private final MessageDigest whole = PartsDigest.sha256();
    private final MessageDigest inserted = PartsDigest.sha256();
    private final boolean ofSource;
    private boolean anyInserted;
    private byte[] row;
    private int comparedEnd;

    /** @param statement empty where this side lacks the table, and so has no rows */
    private OrderedRows(Connection connection, RowFormat format, Optional<String> statement, boolean ofSource)
            throws SQLException {
        this.format = format;
        this.ofSource = ofSource;
        this.rows = statement.isPresent() ? CopyRows.read(connection, statement.get()) : null;
        // Rows end with a newline, which no value holds as it is: no two lists of them run together.
        whole.update((format.header() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static OrderedRows ofSource(Connection connection, RowFormat format) throws SQLException {
        return new OrderedRows(connection, format, format.ofSource(), true);
    }

    static OrderedRows ofTarget(Connection connection, RowFormat format) throws SQLException {
        return new OrderedRows(connection, format, format.ofTarget(), false);
    }

    /**
     * Moves to the next row, which joins the whole's digest by {@link #count()} only.
     *
     * @return false after the last one
     * @throws DuplicateKeyException when it has the key of the row before
     */
    boolean next() throws SQLException, DuplicateKeyException {
        byte[] before = row;
        row = rows == null ? null : rows.next();
        if (row == null) {
            return false;
        }
        comparedEnd = ofSource ? format.comparedEnd(row) : row.length - 1;
        if (before != null && format.compareKeys(before, row) == 0) {
            throw new DuplicateKeyException();
        }
        return true;
    }

    /** Lets the row be a part of the whole's digest. */
    void count() {
        whole.update(row, 0, comparedEnd);
        whole.update((byte) '\n');
    }

    /** Lets the row, which is to be inserted, be a part of a digest of its own, if it has what is not compared. */
    void countInserted() {
        if (comparedEnd < row.length - 1) {
            inserted.update(row);
            anyInserted = true;
        }
    }

    /** Orders this side's row before (negative) or after (positive) the other's, by key; the end comes last. */
    int compareKey(OrderedRows other) {
        if (row == null || other.row == null) {
            return Boolean.compare(row == null, other.row == null);
        }
        return sameRow(other) ? 0 : format.compareKeys(row, other.row);
    }

    boolean ended() {
        return row == null;
    }

    boolean sameRow(OrderedRows other) {
        return Arrays.equals(row, 0, comparedEnd, other.row, 0, other.comparedEnd);
    }

    /** The row as COPY wrote it, to be read with its {@link RowFormat}. */
    byte[] row() {
        return row;
    }

    /** SHA-256 of all rows counted so far, in hexadecimal digits; to be asked once, after the last row. */
    String wholeDigest() {
        return HexFormat.of().formatHex(whole.digest());
    }

    /** SHA-256 of all that {@link #countInserted()} has counted; empty for nothing. To be asked once. */
    String insertedDigest() {
        return anyInserted ? HexFormat.of().formatHex(inserted.digest()) : "";
    }

    @Override
    public void close() throws SQLException {
        if (rows != null) {
            rows.close();
        }
    }

    /** Two rows of one side have the same key. */
    static final class DuplicateKeyException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
