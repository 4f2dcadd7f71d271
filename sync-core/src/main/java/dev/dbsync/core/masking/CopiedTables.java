package dev.dbsync.core.masking;

import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.database.TablePattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which tables a pull would copy by the configuration: only their columns need rules. */
public final class CopiedTables implements Predicate<Table> {

    private final Map<TableName, Table> tables;
    private final Predicate<TableName> isOwn;
    private final List<TablePattern> included;
    private final List<TablePattern> excluded;

    /** @param isOwn tells Flyway's and Sync's own tables, which are never copied */
    public CopiedTables(PullConfig pull, Catalog catalog, Predicate<TableName> isOwn) {
        this.tables = catalog.byName();
        this.isOwn = isOwn;
        this.included = pull.tables().stream().map(TablePattern::of).toList();
        this.excluded = pull.exclude().stream().map(TablePattern::of).toList();
    }

    @Override
    public boolean test(Table table) {
        boolean holdsRows = table.kind() == Table.Kind.ORDINARY || table.kind() == Table.Kind.PARTITION;
        return holdsRows
                && table.extension().isEmpty()
                && !isOwn.test(table.name())
                && isNamed(included, table)
                && !isNamed(excluded, table);
    }

    /** What is said of a partitioned table holds for its partitions. */
    private boolean isNamed(List<TablePattern> patterns, Table table) {
        List<TableName> line = new ArrayList<>();
        Set<TableName> seen = new HashSet<>();
        Optional<Table> at = Optional.of(table);
        while (at.isPresent() && seen.add(at.get().name())) {
            line.add(at.get().name());
            at = at.get().parent().map(tables::get).filter(parent -> parent.kind() != Table.Kind.ORDINARY);
        }
        return patterns.stream().anyMatch(pattern -> line.stream().anyMatch(pattern::matches));
    }
}
