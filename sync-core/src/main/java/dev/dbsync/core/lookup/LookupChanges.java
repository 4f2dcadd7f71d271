package dev.dbsync.core.lookup;

import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects, while tables are compared, the first rows of each that a merge changes, and the columns that change. */
public final class LookupChanges {

    public static final int ROWS_A_TABLE = 20;

    private final boolean showValues;
    private final Map<LookupTable, List<Noted>> noted = new LinkedHashMap<>();
    private final Map<TableName, LookupRows> rows = new LinkedHashMap<>();

    private record Noted(RowChange.Kind kind, List<String> key) {}

    /** @param showValues whether to give the keys' values; nothing else ever gives a value of a row */
    public LookupChanges(boolean showValues) {
        this.showValues = showValues;
    }

    /** By table; without the tables that do not change, and empty before the comparison. */
    public Map<TableName, LookupRows> rows() {
        return Collections.unmodifiableMap(rows);
    }

    void changed(LookupTable table, RowChange.Kind kind, List<String> key) {
        List<Noted> first = noted.computeIfAbsent(table, any -> new ArrayList<>());
        if (first.size() < ROWS_A_TABLE) {
            first.add(new Noted(kind, key));
        }
    }

    /** Reads the noted rows themselves; both under {@link TextSettings#reading}. */
    void finish(Connection source, Connection target) throws SQLException {
        for (Map.Entry<LookupTable, List<Noted>> changes : noted.entrySet()) {
            LookupTable table = changes.getKey();
            Map<List<String>, List<String>> there =
                    texts(source, table, table.sourceRows(), keys(changes.getValue(), RowChange.Kind.DELETE));
            Map<List<String>, List<String>> here =
                    texts(target, table, table.targetRows(), keys(changes.getValue(), RowChange.Kind.INSERT));
            rows.put(
                    table.name(),
                    new LookupRows(
                            table.key(),
                            changes.getValue().stream()
                                    .map(change -> row(table, change, there.get(change.key()), here.get(change.key())))
                                    .toList()));
        }
    }

    /** The keys to be looked up on the side that lacks the rows of one kind. */
    private List<List<String>> keys(List<Noted> changes, RowChange.Kind lacking) {
        return changes.stream()
                .filter(change -> showValues ? change.kind() != lacking : change.kind() == RowChange.Kind.UPDATE)
                .map(Noted::key)
                .toList();
    }

    /** The texts of the compared columns, by key. */
    private static Map<List<String>, List<String>> texts(
            Connection connection, LookupTable table, String from, List<List<String>> keys) throws SQLException {
        Map<List<String>, List<String>> rows = new HashMap<>();
        if (keys.isEmpty()) {
            return rows;
        }
        int keyColumns = table.keyColumns().size();
        int compared = table.comparedColumns().size();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < keyColumns; i++) {
            list.append("g.k").append(i).append(", ");
        }
        list.append(String.join(
                ", ",
                table.comparedColumns().stream().map(column -> column.text("t")).toList()));
        try (PreparedStatement statement = connection.prepareStatement("SELECT %s FROM %s JOIN %s t ON %s"
                .formatted(list, KeyRows.from(keyColumns, "g"), from, table.matches("t", "g")))) {
            KeyRows.bind(statement, keys);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.put(strings(row, 1, keyColumns), strings(row, keyColumns + 1, compared));
                }
            }
        }
        return rows;
    }

    private static List<String> strings(ResultSet row, int first, int number) throws SQLException {
        List<String> strings = new ArrayList<>();
        for (int i = first; i < first + number; i++) {
            strings.add(row.getString(i));
        }
        return strings;
    }

    private RowChange row(LookupTable table, Noted change, List<String> there, List<String> here) {
        List<String> names =
                table.comparedColumns().stream().map(LookupColumn::name).toList();
        List<String> columns = new ArrayList<>();
        if (there != null && here != null) {
            for (int i = 0; i < names.size(); i++) {
                String now = here.get(i);
                if (now == null ? there.get(i) != null : !now.equals(there.get(i))) {
                    columns.add(names.get(i));
                }
            }
        }
        Map<String, String> key = new LinkedHashMap<>();
        List<String> values = change.kind() == RowChange.Kind.DELETE ? here : there;
        if (showValues && values != null) {
            table.key().forEach(name -> key.put(name, values.get(names.indexOf(name))));
        }
        return new RowChange(change.kind(), Collections.unmodifiableMap(key), List.copyOf(columns));
    }
}
