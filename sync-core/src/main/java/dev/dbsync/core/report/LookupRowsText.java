package dev.dbsync.core.report;

import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.lookup.LookupRows;
import dev.dbsync.core.lookup.RowChange;
import dev.dbsync.core.promote.PromotePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which lookup rows a promotion changes: a line each where their keys' values are known, else a line for each table
 * with the columns that change.
 */
final class LookupRowsText {

    private static final int LONGEST_VALUE = 60;

    private LookupRowsText() {}

    /** Of all tables of a plan; empty where there is nothing to tell. */
    static String of(PromotePlan plan) {
        StringBuilder text = new StringBuilder();
        for (LookupDiff diff : plan.lookups()) {
            LookupRows rows = plan.lookupRows().get(diff.table());
            if (rows != null) {
                text.append(of(diff.table().shown(), rows, diff.insert() + diff.update() + diff.delete()));
            }
        }
        return text.toString();
    }

    /** @param changed how many rows of the table change in all */
    private static String of(String table, LookupRows rows, long changed) {
        boolean values = rows.rows().stream().anyMatch(row -> !row.key().isEmpty());
        List<String> lines = values ? rows(table, rows) : columns(table, rows);
        boolean all = changed <= rows.rows().size();
        if (!all && !lines.isEmpty()) {
            lines.add("(of " + table + " the first " + rows.rows().size() + " of " + changed + " rows that change)");
        }
        return lines.stream().map(line -> "      " + line + "\n").collect(Collectors.joining());
    }

    private static List<String> rows(String table, LookupRows rows) {
        List<String> lines = new ArrayList<>();
        for (RowChange row : rows.rows()) {
            String key = row.key().entrySet().stream()
                    .map(part -> part.getKey() + "=" + shortened(part.getValue()))
                    .collect(Collectors.joining(", "));
            lines.add(kind(row) + " " + table + " " + key
                    + (row.columns().isEmpty() ? "" : ": " + String.join(", ", row.columns())));
        }
        return lines;
    }

    private static List<String> columns(String table, LookupRows rows) {
        Map<String, Integer> columns = new TreeMap<>();
        rows.rows().forEach(row -> row.columns().forEach(column -> columns.merge(column, 1, Integer::sum)));
        List<String> lines = new ArrayList<>();
        if (!columns.isEmpty()) {
            lines.add(table + " (key " + String.join(", ", rows.key()) + ") changes "
                    + columns.entrySet().stream()
                            .map(column -> column.getKey() + " in " + column.getValue()
                                    + (column.getValue() == 1 ? " row" : " rows"))
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    /** In one line, whatever a value holds. */
    private static String shortened(String value) {
        if (value == null) {
            return "NULL";
        }
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
    }

    /** Fields for a table's entry in the JSON reports. */
    static void json(Map<String, Object> entry, LookupRows rows) {
        entry.put("keyColumns", rows.key());
        entry.put("rows", rows.rows().stream().map(LookupRowsText::json).toList());
    }

    private static Map<String, Object> json(RowChange row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind(row));
        if (!row.key().isEmpty()) {
            json.put("key", row.key());
        }
        json.put("columns", row.columns());
        return json;
    }

    private static String kind(RowChange row) {
        return row.kind().name().toLowerCase(Locale.ROOT);
    }
}
