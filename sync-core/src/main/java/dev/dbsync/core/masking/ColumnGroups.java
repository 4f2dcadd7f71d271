package dev.dbsync.core.masking;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Columns whose values must stay equal among each other: those that foreign keys join, directly or over others.
 *
 * <p>A column of a partition, or one that a table inherits, is the column of its parent: {@link #owner} finds that one,
 * and all other methods speak of owners.
 */
final class ColumnGroups {

    private final Map<TableName, Table> tables;
    private final Map<ColumnId, ColumnId> leader = new HashMap<>();
    private final Map<ColumnId, Set<ColumnId>> members = new HashMap<>();
    private final Set<ColumnId> referencing = new HashSet<>();
    private final Set<ColumnId> referenced = new HashSet<>();

    /** @param lookups tables whose columns need no rule, and lend that to whatever references them */
    ColumnGroups(Catalog catalog, Set<TableName> lookups) {
        tables = catalog.byName();
        for (ForeignKey key : catalog.foreignKeys()) {
            if (lookups.contains(key.target()) && !key.isValidated()) {
                // Nothing says that the values are those of the lookup table: they may be anybody's.
                continue;
            }
            for (int i = 0; i < key.columns().size(); i++) {
                join(
                        owner(new ColumnId(key.table(), key.columns().get(i))),
                        owner(new ColumnId(key.target(), key.targetColumns().get(i))));
            }
        }
        for (ColumnId id : List.copyOf(leader.keySet())) {
            members.computeIfAbsent(find(id), first -> new TreeSet<>()).add(id);
        }
    }

    /** The topmost table's column that this one stands for. */
    ColumnId owner(ColumnId id) {
        ColumnId owner = id;
        Set<TableName> seen = new HashSet<>();
        while (seen.add(owner.table())) {
            Optional<Table> parent = parent(owner.table());
            if (parent.isEmpty() || parent.get().column(id.column()).isEmpty()) {
                return owner;
            }
            owner = new ColumnId(parent.get().name(), id.column());
        }
        return owner;
    }

    /** All columns of the owner's group, itself among them. */
    Collection<ColumnId> group(ColumnId owner) {
        return leader.containsKey(owner) ? members.get(find(owner)) : Set.of(owner);
    }

    /** The columns of the group that reference no other, whose rule holds for all; all of them in a pure cycle. */
    List<ColumnId> roots(ColumnId owner) {
        List<ColumnId> roots = new ArrayList<>(group(owner));
        roots.removeIf(referencing::contains);
        return roots.isEmpty() ? List.copyOf(group(owner)) : roots;
    }

    boolean isReferenced(ColumnId owner) {
        return referenced.contains(owner);
    }

    Column column(ColumnId id) {
        return tables.get(id.table()).column(id.column()).orElseThrow();
    }

    /** The parent of a partition or inheriting table, where the catalog has it. */
    Optional<Table> parent(TableName table) {
        return Optional.ofNullable(tables.get(table)).flatMap(Table::parent).map(tables::get);
    }

    private void join(ColumnId from, ColumnId to) {
        leader.putIfAbsent(from, from);
        leader.putIfAbsent(to, to);
        if (!from.equals(to)) {
            referencing.add(from);
            referenced.add(to);
            leader.put(find(from), find(to));
        }
    }

    private ColumnId find(ColumnId id) {
        ColumnId found = id;
        while (!leader.get(found).equals(found)) {
            found = leader.get(found);
        }
        return found;
    }
}
