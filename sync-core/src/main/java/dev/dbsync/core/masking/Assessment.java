package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reasons about rules in the checked tables, those that are decided and those that are only tried. */
final class Assessment {

    private final ColumnGroups groups;
    private final Domains domains;
    private final Treatments treatments;
    private final FitCheck fit;
    private final UniquenessCheck uniqueness;
    private final Map<ColumnId, List<Place>> places = new LinkedHashMap<>();
    private final Map<ColumnId, List<Guard>> guards = new LinkedHashMap<>();

    /** Where a column occurs: in its table, and in each partition or heir. */
    private record Place(TableName table, Column column) {}

    /** A unique index of a checked table. */
    private record Guard(Table table, UniqueIndex index) {}

    Assessment(
            Strategies strategies,
            ColumnGroups groups,
            Domains domains,
            UniqueIndexes indexes,
            CheckedTables tables,
            SourceRows rows,
            MaskingKey key) {
        this.groups = groups;
        this.domains = domains;
        this.treatments = new Treatments(strategies, groups, domains, indexes.columns(groups), key);
        this.fit = new FitCheck(treatments, rows);
        this.uniqueness = new UniquenessCheck(groups, treatments, tables, rows);
        for (Table table : tables.all()) {
            for (Column column : table.writableColumns()) {
                places.computeIfAbsent(owner(table, column.name()), owner -> new ArrayList<>())
                        .add(new Place(table.name(), column));
            }
            for (UniqueIndex index : indexes.of(table)) {
                // Partitions repeat what is found for their parents.
                if (!isOnParent(index, tables.parents(table), indexes)) {
                    index.allColumns()
                            .forEach(column -> guards.computeIfAbsent(owner(table, column), owner -> new ArrayList<>())
                                    .add(new Guard(table, index)));
                }
            }
        }
    }

    /** Whether there is a strategy of this name. */
    boolean isKnown(String strategy) {
        return treatments.isKnown(strategy);
    }

    Treatment treatment(ColumnId owner, RuleConfig rule) {
        return treatments.of(owner, rule);
    }

    /** Whether a unique index of several columns keeps rows apart by one of these, too. */
    boolean areInCompositeIndex(Collection<ColumnId> owners) {
        return owners.stream()
                .flatMap(owner -> guards.getOrDefault(owner, List.of()).stream())
                .anyMatch(guard -> guard.index().isComposite());
    }

    /** All that is wrong with the rules as they stand. */
    List<Finding> findings(Rules rules) {
        return findings(rules, places.keySet());
    }

    /**
     * How likely it is that two rows which a unique index keeps apart by this column meet when masked, under the worst
     * of its indexes; empty where there is none.
     */
    Optional<Double> collision(ColumnId owner, Rules rules) {
        return guards.getOrDefault(owner, List.of()).stream()
                .flatMap(guard -> uniqueness.collision(guard.table(), guard.index(), owner, rules).stream())
                .max(Comparator.naturalOrder());
    }

    /** What would be wrong if this rule held for the column and all that share its domain. */
    List<Finding> findings(ColumnId owner, RuleConfig tried, Rules others) {
        Collection<ColumnId> group = domains.members(owner);
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
        return findings(rules, group);
    }

    private List<Finding> findings(Rules rules, Collection<ColumnId> concerned) {
        Set<Finding> findings = new LinkedHashSet<>();
        Set<Guard> touched = new LinkedHashSet<>();
        for (ColumnId owner : concerned) {
            Optional<RuleConfig> rule = rules.of(owner);
            if (rule.isPresent()) {
                places.getOrDefault(owner, List.of())
                        .forEach(place ->
                                findings.addAll(fit.findings(place.table(), place.column(), owner, rule.get())));
                touched.addAll(guards.getOrDefault(owner, List.of()));
            }
        }
        touched.forEach(
                guard -> uniqueness.finding(guard.table(), guard.index(), rules).ifPresent(findings::add));
        return new ArrayList<>(findings);
    }

    private static boolean isOnParent(UniqueIndex index, List<Table> parents, UniqueIndexes indexes) {
        return parents.stream()
                .flatMap(parent -> indexes.of(parent).stream())
                .anyMatch(same -> same.columns().equals(index.columns())
                        && same.expressions().equals(index.expressions()));
    }

    private ColumnId owner(Table table, String column) {
        return groups.owner(new ColumnId(table.name(), column));
    }
}
