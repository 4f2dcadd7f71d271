package dev.dbsync.core.comparison;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks rows up by their keys, all in one statement.
 *
 * @param from the table as FROM names it; it is {@code t} in expressions
 * @param key its columns, all of which an index holds
 */
record KeyLookup(String from, List<Column> key) {

    /** Hears of each row that was found. */
    @FunctionalInterface
    interface Found {
        /**
         * @param number of the key that it has, counted from 0
         * @param row what was selected, from the second column on
         */
        void row(int number, ResultSet row) throws SQLException;
    }

    /** A further value of type text that goes with each key, as {@code k."name"} in expressions. */
    record With(String name, List<String> values) {}

    /** @param keys the text forms of the key's columns */
    void select(Connection connection, List<String> expressions, List<String[]> keys, List<With> with, Found found)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql(expressions, with))) {
            int parameter = 1;
            for (int column = 0; column < key.size(); column++) {
                int at = column;
                statement.setArray(
                        parameter++,
                        connection.createArrayOf(
                                "text", keys.stream().map(row -> row[at]).toArray()));
            }
            for (With each : with) {
                statement.setArray(
                        parameter++,
                        connection.createArrayOf("text", each.values().toArray()));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.row((int) row.getLong(1) - 1, row);
                }
            }
        }
    }

    /** OFFSET keeps the planner from joining in any other way than key by key, whatever it thinks of their number. */
    private String sql(List<String> expressions, List<With> with) {
        List<String> arrays = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (int column = 0; column < key.size(); column++) {
            arrays.add("?::text[]");
            names.add("k" + column);
            conditions.add("t." + Sql.identifier(key.get(column).name()) + " = k.k" + column + "::"
                    + key.get(column).type());
        }
        for (With each : with) {
            arrays.add("?::text[]");
            names.add(each.name());
        }
        return """
                SELECT k.n%s
                FROM unnest(%s) WITH ORDINALITY AS k (%s, n)
                         CROSS JOIN LATERAL (SELECT t.* FROM %s AS t WHERE %s OFFSET 0) AS t
                """.formatted(
                        expressions.isEmpty() ? "" : ", " + String.join(", ", expressions),
                        String.join(", ", arrays),
                        String.join(", ", names),
                        from,
                        String.join(" AND ", conditions));
    }
}
