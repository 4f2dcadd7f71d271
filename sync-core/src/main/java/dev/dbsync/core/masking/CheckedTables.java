package dev.dbsync.core.masking;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The selected tables with their partitions, heirs and parents: whichever of them is copied in the end. */
final class CheckedTables {

    private final Map<TableName, Table> byName;
    private final Map<TableName, List<Table>> children = new HashMap<>();
    private final List<Table> checked;

    CheckedTables(Catalog source, Collection<Table> selected) {
        byName = source.byName();
        for (Table table : source.tables()) {
            table.parent()
                    .ifPresent(parent -> children.computeIfAbsent(parent, name -> new ArrayList<>())
                            .add(table));
        }
        Set<TableName> names = new HashSet<>();
        for (Table table : selected) {
            parents(table).forEach(parent -> names.add(parent.name()));
            addWithChildren(table, names);
        }
        checked = names.stream()
                .map(byName::get)
                .filter(table -> table != null)
                .sorted(Comparator.comparing((Table table) -> parents(table).size())
                        .thenComparing(Table::name))
                .toList();
    }

    /** Parents before their children, otherwise by name. */
    List<Table> all() {
        return checked;
    }

    /** The parent, its parent, and so on. */
    List<Table> parents(Table table) {
        List<Table> parents = new ArrayList<>();
        Optional<Table> next = table.parent().map(byName::get);
        while (next.isPresent() && !parents.contains(next.get())) {
            parents.add(next.get());
            next = next.get().parent().map(byName::get);
        }
        return parents;
    }

    /** The planner's estimate for the table and all below it; 0 where it has none. */
    long estimatedRows(TableName table) {
        Set<TableName> names = new HashSet<>();
        addWithChildren(byName.get(table), names);
        return names.stream().map(byName::get).mapToLong(Table::estimatedRows).sum();
    }

    private void addWithChildren(Table table, Set<TableName> names) {
        if (names.add(table.name())) {
            children.getOrDefault(table.name(), List.of()).forEach(child -> addWithChildren(child, names));
        }
    }
}
