package dev.dbsync.core.lookup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A quick look at whole tables, for a caller who wants to hear of differences only: the sides' hashes are compared,
 * without a sort and without a row on the wire. Plans and verifications do not rely on it; they read every row.
 *
 * <p>The hash is PostgreSQL's own, of 64 bits a row, summed up. Where two servers should compute it differently, equal
 * tables are compared row by row, and nothing else comes of it.
 */
public final class EqualTables {

    private EqualTables() {}

    /**
     * The tables that may differ: all but those that are equal on both sides for sure.
     *
     * @param source in a transaction
     * @param target likewise
     */
    public static List<LookupTable> without(Connection source, Connection target, List<LookupTable> tables)
            throws SQLException {
        List<LookupTable> candidates =
                tables.stream().filter(EqualTables::isPlain).toList();
        if (candidates.isEmpty()) {
            return tables;
        }
        List<String> there = TextSettings.reading(source, () -> hashes(source, candidates));
        List<String> here = TextSettings.reading(target, () -> hashes(target, candidates));
        Set<LookupTable> equal = IntStream.range(0, candidates.size())
                .filter(i -> there.get(i).equals(here.get(i)))
                .mapToObj(candidates::get)
                .collect(Collectors.toSet());
        return tables.stream().filter(table -> !equal.contains(table)).toList();
    }

    /** A key that may be NULL may be there twice, and a condition may fail: both are told by the comparison. */
    private static boolean isPlain(LookupTable table) {
        return table.inSource()
                && table.inTarget()
                && table.uniqueInTarget()
                && table.condition().isEmpty()
                && table.keyColumns().stream().noneMatch(LookupColumn::nullable);
    }

    private static List<String> hashes(Connection connection, List<LookupTable> tables) throws SQLException {
        List<String> selects = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            LookupTable table = tables.get(i);
            String compared = table.comparedColumns().stream()
                    .map(column -> column.text("t"))
                    .collect(Collectors.joining(", "));
            selects.add(
                    "SELECT %d, count(*) || ' ' || coalesce(sum(hashtextextended(ROW(%s)::text COLLATE \"C\", 0)), 0) FROM %s t"
                            .formatted(i, compared, table.name().sql()));
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(String.join("\nUNION ALL\n", selects) + "\nORDER BY 1")) {
            List<String> hashes = new ArrayList<>();
            while (row.next()) {
                hashes.add(row.getString(2));
            }
            return hashes;
        }
    }
}
