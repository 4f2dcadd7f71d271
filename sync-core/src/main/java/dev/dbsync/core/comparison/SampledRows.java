package dev.dbsync.core.comparison;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.SampledBlocks;
import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows of the source from blocks all over a table: the same ones for the same seed. Reads these blocks only, and of the
 * rows in them no more than a bounded number, and of long ones no more than a bounded size.
 */
final class SampledRows {

    /** Of a whole sample; more of a table with so many gaps that these hold next to nothing. */
    private static final int BLOCKS = 32;

    private static final int MORE_BLOCKS = 8;
    private static final int TRIES = 3;
    private static final int ALL_ROWS_OF_A_BLOCK = Integer.MAX_VALUE;

    /** With fewer than so many rows, more blocks are read. */
    private static final int ENOUGH_ROWS = 100;

    private static final int MOST_ROWS = 10_000;

    /** As stored; a single row may be larger. */
    private static final long MOST_BYTES = 16_000_000;

    /** Longer masked values are not computed anew; they are only compared with what they were. */
    static final int LONGEST_TEXT = 4096;

    private final ComparedTable table;
    private final RowHash hash;
    private final double part;
    private final Random random;

    /** @param part of a whole sample, above 0 and up to 1 */
    SampledRows(ComparedTable table, RowHash hash, double part, long seed) {
        this.table = table;
        this.hash = hash;
        this.part = part;
        this.random = new Random(seed ^ table.name().hashCode());
    }

    /**
     * A row of the source.
     *
     * @param key the text forms of the key's columns
     * @param hash of the plain columns
     */
    record Row(String[] key, long hash, List<Value> masked) {}

    /**
     * A value that is masked.
     *
     * @param folded its hash; null where it is NULL
     * @param text null where it is NULL or too long
     * @param masked whether it went through the mask; otherwise the condition of its rule kept it
     * @param by the text that the mask got besides; null where that is NULL, or where it got none
     */
    record Value(Long folded, String text, boolean masked, String by) {}

    /**
     * What was found.
     *
     * @param all whether these are all rows there are
     */
    record Sample(List<Row> rows, boolean all) {}

    Sample read(Connection source) throws SQLException {
        try (Statement statement = source.createStatement()) {
            long wanted = Math.max(1, Math.round(BLOCKS * part));
            for (int attempt = 1; ; attempt++) {
                Optional<String> places = SampledBlocks.of(source, table.name(), wanted, ALL_ROWS_OF_A_BLOCK, random);
                List<Row> rows = rows(statement, sql(places));
                if (places.isEmpty() || attempt == TRIES || rows.size() >= ENOUGH_ROWS * part) {
                    return new Sample(rows, places.isEmpty() && rows.size() < MOST_ROWS);
                }
                wanted *= MORE_BLOCKS;
            }
        }
    }

    /**
     * First where the rows are, the first ones of all blocks before the second ones, until there are enough of them;
     * then these: so that no value of any other row is looked at.
     */
    private String sql(Optional<String> places) {
        String size = Stream.concat(
                        table.plain().stream(), table.masked().stream().map(ComparedTable.Masked::column))
                .map(column -> "coalesce(pg_column_size(" + Sql.identifier(column.name()) + "), 0)")
                .collect(Collectors.joining(" + "));
        return """
                SELECT %s
                FROM %s
                WHERE ctid = ANY (ARRAY(
                    SELECT place
                    FROM (SELECT place,
                                 row_number() OVER spread AS number,
                                 sum(size) OVER spread - size AS before
                          FROM (SELECT ctid AS place, (%s)::bigint AS size FROM %s%s) AS candidate
                          WINDOW spread AS (ORDER BY (place::text::point)[1], place ROWS UNBOUNDED PRECEDING)) AS ranked
                    WHERE number <= %d AND before < %d))
                """.formatted(
                        String.join(", ", expressions()),
                        table.from(),
                        size,
                        table.from(),
                        table.where(places),
                        (long) Math.ceil(MOST_ROWS * part),
                        (long) Math.ceil(MOST_BYTES * part));
    }

    /** Of the table without an alias, since a user's condition may name it. */
    private List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        String alias = table.name().sql();
        table.key().forEach(column -> expressions.add(RowHash.text(column, RowHash.reference(column, alias))));
        expressions.add(hash.row(table.plain(), alias));
        for (ComparedTable.Masked masked : table.masked()) {
            Column column = masked.column();
            String text = RowHash.text(column, RowHash.reference(column, alias));
            expressions.add(hash.folded(column, alias));
            expressions.add("CASE WHEN octet_length(" + text + ") <= " + LONGEST_TEXT + " THEN " + text + " END");
            expressions.add(masked.choice().orElse("true"));
            expressions.add(masked.by().orElse("NULL::text"));
        }
        return expressions;
    }

    private List<Row> rows(Statement statement, String sql) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                int at = 1;
                String[] key = new String[table.key().size()];
                for (int i = 0; i < key.length; i++) {
                    key[i] = row.getString(at++);
                }
                long hashed = row.getLong(at++);
                List<Value> values = new ArrayList<>();
                for (int i = 0; i < table.masked().size(); i++) {
                    values.add(new Value(
                            (Long) row.getObject(at++),
                            row.getString(at++),
                            row.getBoolean(at++),
                            row.getString(at++)));
                }
                rows.add(new Row(key, hashed, values));
            }
        }
        return rows;
    }
}
