package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What is computed anew from masked values: it holds what the masks gave, and an expression may fail on that. */
final class DerivedValues {

    private DerivedValues() {}

    /**
     * Generated columns that are computed from any column, and indexes that are computed from a masked one.
     *
     * @param tables those that are checked
     * @param masked whether a column is
     */
    static List<Derived> of(Set<TableName> tables, SourceRows rows, Predicate<ColumnId> masked) {
        List<Derived> all = new ArrayList<>();
        rows.generatedColumns().forEach((column, generated) -> {
            if (tables.contains(column.table())) {
                all.add(derived(column.table(), column.column(), false, generated.from(), masked));
            }
        });
        for (DerivedIndex index : rows.derivedIndexes()) {
            if (index.computed() && tables.contains(index.table())) {
                all.add(derived(index.table(), index.name(), true, index.mentioned(), masked));
            }
        }
        all.removeIf(each -> each.index() && each.masked().isEmpty());
        all.sort(Comparator.comparing(Derived::table).thenComparing(Derived::name));
        return all;
    }

    private static Derived derived(
            TableName table, String name, boolean index, Collection<String> from, Predicate<ColumnId> masked) {
        List<String> kept = new ArrayList<>(new TreeSet<>(from));
        List<String> changed = new ArrayList<>(kept);
        changed.removeIf(column -> !masked.test(new ColumnId(table, column)));
        kept.removeAll(changed);
        return new Derived(table, name, index, changed, kept);
    }
}
