package dev.dbsync.core.masking;

import dev.dbsync.core.database.Key;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that keeps rows apart in the source, table by table. A generated column stands for the expression that it is
 * computed by, so that a unique one counts as a unique index over that expression.
 */
final class UniqueIndexes {

    private final Map<TableName, List<UniqueIndex>> byTable = new HashMap<>();

    /** @param tables of the whole source: how wide masks are must not change with what is selected */
    UniqueIndexes(Collection<Table> tables, SourceRows rows) {
        Map<ColumnId, GeneratedColumn> generated = rows.generatedColumns();
        for (Table table : tables) {
            for (Key key : table.keys()) {
                add(UniqueIndex.of(table.name(), key), generated);
            }
        }
        rows.otherUniqueIndexes().forEach(index -> add(index, generated));
    }

    List<UniqueIndex> of(Table table) {
        return byTable.getOrDefault(table.name(), List.of());
    }

    /** The owners of all columns that some index depends on. */
    Set<ColumnId> columns(ColumnGroups groups) {
        Set<ColumnId> columns = new HashSet<>();
        byTable.values().stream()
                .flatMap(List::stream)
                .forEach(index -> index.allColumns()
                        .forEach(column -> columns.add(groups.owner(new ColumnId(index.table(), column)))));
        return columns;
    }

    private void add(UniqueIndex index, Map<ColumnId, GeneratedColumn> generated) {
        UniqueIndex resolved = index;
        for (String column : index.columns()) {
            GeneratedColumn source = generated.get(new ColumnId(index.table(), column));
            if (source != null) {
                resolved = resolved.resolving(column, source);
            }
        }
        byTable.computeIfAbsent(index.table(), table -> new ArrayList<>()).add(resolved);
    }
}
