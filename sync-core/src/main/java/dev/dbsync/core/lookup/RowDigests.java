package dev.dbsync.core.lookup;

import dev.dbsync.core.run.PartsDigest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows of a lookup table on one side, as key and SHA-256, in the order of the keys' bytes in UTF-8.
 *
 * <p>Read through a cursor: memory does not grow with the table. The order is that of bytes, since collations differ
 * between servers.
 */
final class RowDigests implements AutoCloseable {

    private static final int FETCHED_ROWS = 2_000;

    private final Statement statement;
    private final ResultSet rows;
    private final int keyColumns;
    private final PartsDigest whole = new PartsDigest();
    private byte[][] key;
    private byte[] digest;

    /** @param from the FROM item that gives the rows; empty where this side lacks the table, and so has none */
    RowDigests(Connection connection, LookupTable table, Optional<String> from) throws SQLException {
        keyColumns = table.keyColumns().size();
        whole.add(table.comparedColumns().stream().map(LookupColumn::name).collect(Collectors.joining("\0")));
        if (from.isEmpty()) {
            statement = null;
            rows = null;
            return;
        }
        statement = connection.createStatement();
        try {
            statement.setFetchSize(FETCHED_ROWS);
            rows = statement.executeQuery(sql(table, from.get()));
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static String sql(LookupTable table, String from) {
        String compared =
                table.comparedColumns().stream().map(column -> column.text("t")).collect(Collectors.joining(", "));
        List<LookupColumn> keyColumns = table.keyColumns();
        String key = keyColumns.stream()
                .map(column -> "convert_to(" + column.keyText("t") + ", 'UTF8')")
                .collect(Collectors.joining(", "));
        String order = IntStream.rangeClosed(1, keyColumns.size())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        return """
                SELECT %s, sha256(convert_to(ROW(%s)::text, 'UTF8'))
                FROM %s t
                ORDER BY %s
                """.formatted(key, compared, from, order);
    }

    /**
     * Moves to the next row, which joins the whole's digest by {@link #count()} only.
     *
     * @return false after the last one
     * @throws DuplicateKeyException when it has the key of the row before
     */
    boolean next() throws SQLException, DuplicateKeyException {
        if (rows == null || !rows.next()) {
            key = null;
            return false;
        }
        byte[][] before = key;
        key = new byte[keyColumns][];
        for (int i = 0; i < keyColumns; i++) {
            key[i] = rows.getBytes(i + 1);
        }
        digest = rows.getBytes(keyColumns + 1);
        if (before != null && compare(before, key) == 0) {
            throw new DuplicateKeyException();
        }
        return true;
    }

    /** Lets the row be a part of the whole's digest. */
    void count() {
        for (byte[] part : key) {
            whole.add(part);
        }
        whole.add(digest);
    }

    /** Orders this side's row before (negative) or after (positive) the other's, by key; the end comes last. */
    int compareKey(RowDigests other) {
        if (key == null || other.key == null) {
            return Boolean.compare(key == null, other.key == null);
        }
        return compare(key, other.key);
    }

    boolean ended() {
        return key == null;
    }

    boolean sameRow(RowDigests other) {
        return Arrays.equals(digest, other.digest);
    }

    /** The key's texts, one a key column. */
    List<String> keyTexts() {
        return Arrays.stream(key)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    /** SHA-256 of all rows counted so far, in hexadecimal digits; to be asked once, after the last row. */
    String wholeDigest() {
        return HexFormat.of().formatHex(whole.end());
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
        }
    }

    private static int compare(byte[][] one, byte[][] other) {
        for (int i = 0; i < one.length; i++) {
            int order = Arrays.compareUnsigned(one[i], other[i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Two rows of one side have the same key. */
    static final class DuplicateKeyException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
