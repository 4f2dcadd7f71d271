package dev.dbsync.core.pull;

import dev.dbsync.core.copy.CopyOrder;
import dev.dbsync.core.copy.FormatChoice;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnRule;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.masking.OutputPromise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Puts the selected tables into foreign-key-safe order, and names what masks their columns. */
final class PlannedTables {

    private PlannedTables() {}

    /** @param formats in which a table of the source travels, masks of which read the columns of these names */
    static List<PlannedTable> of(
            List<Table> selected,
            CatalogView source,
            MaskingPolicy masking,
            RowConditions conditions,
            BiFunction<Table, Set<String>, FormatChoice> formats) {
        Map<TableName, String> strategies = masking.rules().stream()
                .collect(Collectors.toMap(
                        rule -> column(rule.table(), rule.column()), ColumnRule::strategy, (one, other) -> one));
        return inOrder(selected, source).stream()
                .map(table -> planned(table, source, masking, strategies, conditions, formats))
                .toList();
    }

    /** The columns as they would be planned now; empty for a table that is not there any more. */
    static Optional<List<String>> columns(CatalogView source, TableName table) {
        return source.catalog()
                .table(table)
                .map(found -> found.writableColumns().stream()
                        .map(column -> column.name() + " " + column.type())
                        .toList());
    }

    /** Partitions stand where the root of their tree would: its foreign keys are theirs. */
    private static List<Table> inOrder(List<Table> selected, CatalogView source) {
        Map<TableName, List<Table>> trees = selected.stream()
                .collect(Collectors.groupingBy(
                        table -> source.partitions().root(table).name(), TreeMap::new, Collectors.toList()));
        List<ForeignKey> between = source.catalog().foreignKeys().stream()
                .map(key -> new ForeignKey(
                        key.name(),
                        root(key.table(), source),
                        key.columns(),
                        root(key.target(), source),
                        key.targetColumns(),
                        key.deferrable(),
                        key.definition()))
                .toList();
        return CopyOrder.of(trees.keySet(), between).tables().stream()
                .flatMap(root -> trees.get(root).stream())
                .toList();
    }

    private static TableName root(TableName name, CatalogView source) {
        return source.catalog()
                .table(name)
                .map(table -> source.partitions().root(table).name())
                .orElse(name);
    }

    private static PlannedTable planned(
            Table table,
            CatalogView source,
            MaskingPolicy masking,
            Map<TableName, String> strategies,
            RowConditions conditions,
            BiFunction<Table, Set<String>, FormatChoice> formats) {
        Map<String, OutputPromise> promises = masking.promises(table.name());
        List<Table> line = source.partitions().upwards(table);
        List<PlannedTable.PlannedColumn> columns = table.writableColumns().stream()
                .map(column -> new PlannedTable.PlannedColumn(
                        column.name(),
                        column.type(),
                        promises.containsKey(column.name())
                                ? Optional.of(strategy(line, column.name(), strategies))
                                : Optional.empty(),
                        promises.containsKey(column.name())
                                && promises.get(column.name()).givesNothing()))
                .toList();
        return new PlannedTable(
                table.name(),
                columns,
                table.estimatedRows(),
                table.bytes(),
                conditions.of(table.name()),
                formats.apply(table, PlannedTable.read(columns)));
    }

    private static String strategy(List<Table> line, String column, Map<TableName, String> strategies) {
        return line.stream()
                .map(table -> strategies.get(column(table.name(), column)))
                .filter(found -> found != null)
                .findFirst()
                .orElse("masked");
    }

    /** A key for a column: the table's full name and the column's. */
    private static TableName column(TableName table, String column) {
        return new TableName(table.toString(), column);
    }
}
