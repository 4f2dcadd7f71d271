package dev.dbsync.core.comparison;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Of rows in whatever order. A sum alone would not do: the hash of a row is a sum over its columns, so values that
 * trade places between two rows would leave it as it is. Nor would XOR, to which two equal rows are as none.
 *
 * @param masked of each masked column
 */
record Checksum(long rows, BigDecimal sum, long xor, BigDecimal mixed, List<Values> masked) {

    /**
     * The values of a masked column.
     *
     * @param number of those that are not NULL
     * @param kept of these, those that the condition of a rule kept as they are
     * @param isOne whether they are all alike
     */
    record Values(long number, long kept, boolean isOne) {}

    /**
     * @param hashes a query for a hash of each row as {@code h}, and of each of its masked values as {@code m0} …, and
     *     of those that were kept as {@code k0} …
     */
    static String sql(int masked, String hashes) {
        return """
                SELECT count(*), coalesce(sum(h), 0), coalesce(bit_xor(h), 0), coalesce(sum(hashint8extended(h, 0)), 0)%s
                FROM (%s) AS hashed
                """.formatted(
                        IntStream.range(0, masked)
                                .mapToObj(i -> ", count(m" + i + "), count(k" + i + "), min(m" + i
                                        + ") IS NOT DISTINCT FROM max(m" + i + ")")
                                .collect(Collectors.joining()),
                        hashes);
    }

    static Checksum read(Connection connection, String sql, int masked) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            List<Values> values = new ArrayList<>();
            for (int i = 0; i < masked; i++) {
                values.add(new Values(row.getLong(5 + 3 * i), row.getLong(6 + 3 * i), row.getBoolean(7 + 3 * i)));
            }
            return new Checksum(
                    row.getLong(1), row.getBigDecimal(2), row.getLong(3), row.getBigDecimal(4), List.copyOf(values));
        }
    }

    /** Whether the rows have the same plain columns. */
    boolean sameRows(Checksum other) {
        return rows == other.rows && sum.equals(other.sum) && xor == other.xor && mixed.equals(other.mixed);
    }
}
