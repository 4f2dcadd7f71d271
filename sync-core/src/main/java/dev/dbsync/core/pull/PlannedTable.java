package dev.dbsync.core.pull;

import dev.dbsync.core.copy.FormatChoice;
import dev.dbsync.core.database.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table that a plan copies.
 *
 * @param table in the source; holds rows itself, so it may be a partition
 * @param columns that are copied; generated ones are left out
 * @param estimatedRows by the source's statistics; 0 where there are none
 * @param bytes in the source, without indexes
 * @param where a condition in SQL; only rows for which it holds are copied
 * @param format in which its rows are expected to travel; decided anew when both tables are there
 */
public record PlannedTable(
        TableName table,
        List<PlannedColumn> columns,
        long estimatedRows,
        long bytes,
        Optional<String> where,
        FormatChoice format) {

    /**
     * A column that a plan copies.
     *
     * @param type as the source writes it
     * @param strategy the name of the strategy that masks it; empty where it is copied as it is
     * @param emptied whether that strategy gives NULL for every value
     */
    public record PlannedColumn(String name, String type, Optional<String> strategy, boolean emptied) {}

    public PlannedTable {
        columns = List.copyOf(columns);
    }

    /** The strategy of each masked column, in the table's order. */
    public Map<String, String> masked() {
        Map<String, String> masked = new LinkedHashMap<>();
        columns.forEach(column -> column.strategy().ifPresent(strategy -> masked.put(column.name(), strategy)));
        return masked;
    }

    /** The columns whose masks read values. */
    static Set<String> read(List<PlannedColumn> columns) {
        return columns.stream()
                .filter(column -> column.strategy().isPresent() && !column.emptied())
                .map(PlannedColumn::name)
                .collect(Collectors.toSet());
    }

    List<String> columnNames() {
        return columns.stream().map(PlannedColumn::name).toList();
    }
}
