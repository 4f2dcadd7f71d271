package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reasons about rules in the checked tables, those that are decided and those that are only tried. */
final class Assessment {

    private final ColumnGroups groups;
    private final CheckedTables tables;
    private final List<UniqueIndex> otherIndexes;
    private final Treatments treatments;
    private final FitCheck fit;
    private final UniquenessCheck uniqueness;

    Assessment(
            Strategies strategies,
            ColumnGroups groups,
            CheckedTables tables,
            SourceRows rows,
            MaskingKey key,
            Collection<Table> all) {
        this.groups = groups;
        this.tables = tables;
        this.otherIndexes = rows.otherUniqueIndexes();
        this.treatments = new Treatments(strategies, groups, uniqueColumns(all), key);
        this.fit = new FitCheck(treatments, rows.partitionKeys());
        this.uniqueness = new UniquenessCheck(groups, treatments, tables, rows);
    }

    Treatment treatment(ColumnId owner, RuleConfig rule) {
        return treatments.of(owner, rule);
    }

    /** All that is wrong with the rules as they stand. */
    List<Finding> findings(Rules rules) {
        return findings(rules, owner -> true);
    }

    /** What would be wrong if this rule held for the column and all that foreign keys join to it. */
    List<Finding> findings(ColumnId owner, RuleConfig tried, Rules others) {
        Set<ColumnId> group = new HashSet<>(groups.group(owner));
        Rules rules = column -> {
            if (column.equals(owner)) {
                return Optional.of(tried);
            }
            Optional<RuleConfig> decided = others.of(column);
            // What a NULL has cut off follows no other column.
            boolean follows = group.contains(column)
                    && decided.filter(rule -> rule.strategy().equals("null")).isEmpty();
            return follows ? Optional.of(tried) : decided;
        };
        return findings(rules, group::contains);
    }

    private List<Finding> findings(Rules rules, Predicate<ColumnId> concerned) {
        // Partitions repeat what is found for their parents.
        Set<Finding> findings = new LinkedHashSet<>();
        for (Table table : tables.all()) {
            for (Column column : table.writableColumns()) {
                ColumnId owner = groups.owner(new ColumnId(table.name(), column.name()));
                if (concerned.test(owner)) {
                    rules.of(owner).ifPresent(rule -> findings.addAll(fit.findings(table.name(), column, owner, rule)));
                }
            }
        }
        for (Table table : tables.all()) {
            for (UniqueIndex index : indexes(table)) {
                boolean touches = index.allColumns().stream()
                        .map(column -> groups.owner(new ColumnId(table.name(), column)))
                        .anyMatch(concerned);
                if (touches && !isOnParent(table, index)) {
                    uniqueness.finding(table, index, rules).ifPresent(findings::add);
                }
            }
        }
        return new ArrayList<>(findings);
    }

    private boolean isOnParent(Table table, UniqueIndex index) {
        return tables.parents(table).stream()
                .flatMap(parent -> indexes(parent).stream())
                .anyMatch(same -> same.columns().equals(index.columns())
                        && same.expressions().equals(index.expressions()));
    }

    private List<UniqueIndex> indexes(Table table) {
        List<UniqueIndex> indexes = new ArrayList<>();
        table.keys().forEach(key -> indexes.add(UniqueIndex.of(table.name(), key)));
        otherIndexes.stream()
                .filter(index -> index.table().equals(table.name()))
                .forEach(indexes::add);
        return indexes;
    }

    /** Of the whole database, not only of what is copied: widths must not change with the selection. */
    private Set<ColumnId> uniqueColumns(Collection<Table> all) {
        Set<ColumnId> unique = new HashSet<>();
        for (Table table : all) {
            for (UniqueIndex index : indexes(table)) {
                index.allColumns().forEach(column -> unique.add(groups.owner(new ColumnId(table.name(), column))));
            }
        }
        return unique;
    }
}
