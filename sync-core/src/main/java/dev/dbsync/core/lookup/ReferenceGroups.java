package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Groups tables that foreign keys connect, directly or through each other, in whichever direction. */
final class ReferenceGroups {

    private ReferenceGroups() {}

    /** Every table in one group, in the order of the first table of each. */
    static List<List<StagedTable>> of(List<StagedTable> tables, Catalog catalog) {
        Map<TableName, TableName> representative = new LinkedHashMap<>();
        tables.forEach(
                table -> representative.put(table.table().name(), table.table().name()));
        for (ForeignKey key : catalog.foreignKeys()) {
            if (representative.containsKey(key.table()) && representative.containsKey(key.target())) {
                join(representative, key.table(), key.target());
            }
        }
        Map<TableName, List<StagedTable>> groups = new LinkedHashMap<>();
        for (StagedTable table : tables) {
            groups.computeIfAbsent(representative.get(table.table().name()), name -> new ArrayList<>())
                    .add(table);
        }
        return List.copyOf(groups.values());
    }

    private static void join(Map<TableName, TableName> representative, TableName one, TableName other) {
        TableName from = representative.get(one);
        TableName to = representative.get(other);
        representative.replaceAll((table, current) -> current.equals(from) ? to : current);
    }
}
