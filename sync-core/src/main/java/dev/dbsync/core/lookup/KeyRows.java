package dev.dbsync.core.lookup;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keys that the client knows, as a relation with the columns {@code k0, k1, …}, one bound array each. */
final class KeyRows {

    /** Enough that a table of a million rows is not scanned once for every few keys. */
    static final int A_QUERY = 20_000;

    private KeyRows() {}

    /** A FROM item, whose parameters are the first of the statement. */
    static String from(int keyColumns, String alias) {
        String arrays =
                IntStream.range(0, keyColumns).mapToObj(i -> "?::text[]").collect(Collectors.joining(", "));
        String names = IntStream.range(0, keyColumns).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
        return "unnest(%s) AS %s (%s)".formatted(arrays, alias, names);
    }

    /** Does nothing without keys: the statement then has no such relation. */
    static void bind(PreparedStatement statement, List<List<String>> keys) throws SQLException {
        for (int i = 0; !keys.isEmpty() && i < keys.get(0).size(); i++) {
            int column = i;
            String[] texts = keys.stream().map(key -> key.get(column)).toArray(String[]::new);
            statement.setArray(i + 1, statement.getConnection().createArrayOf("text", texts));
        }
    }
}
