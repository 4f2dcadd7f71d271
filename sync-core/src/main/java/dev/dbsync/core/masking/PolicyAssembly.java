package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts a policy together from decisions that were found to hold. */
final class PolicyAssembly {

    private final ColumnGroups groups;
    private final Domains domains;
    private final Decisions decisions;
    private final Function<ColumnId, Optional<Treatment>> treatments;
    private final Function<ColumnId, Optional<Double>> collisions;
    private final TermsCheck terms;
    private final SourceRows rows;
    private final Map<TableName, Map<String, ColumnMask>> masks = new HashMap<>();
    private final Map<TableName, Map<String, OutputPromise>> promises = new HashMap<>();
    private final Map<TableName, Map<String, MaskInputs>> inputs = new HashMap<>();
    private final List<ColumnRule> masked = new ArrayList<>();
    private final List<ColumnRule> kept = new ArrayList<>();

    /**
     * @param treatments of columns by their owners
     * @param collisions how likely two rows meet under a unique index by the column
     */
    PolicyAssembly(
            ColumnGroups groups,
            Domains domains,
            Decisions decisions,
            Function<ColumnId, Optional<Treatment>> treatments,
            Function<ColumnId, Optional<Double>> collisions,
            TermsCheck terms,
            SourceRows rows) {
        this.groups = groups;
        this.domains = domains;
        this.decisions = decisions;
        this.treatments = treatments;
        this.collisions = collisions;
        this.terms = terms;
        this.rows = rows;
    }

    /**
     * @param tables those that are checked
     * @param columns the owners of all of their columns that are copied
     * @param lookups tables of reference data
     */
    MaskingPolicy of(List<Table> tables, Collection<ColumnId> columns, Set<TableName> lookups, MaskingKey key) {
        tables.forEach(this::table);
        columns.stream()
                .sorted(Comparator.comparing(ColumnId::table))
                .forEach(column -> treatments.apply(column).ifPresent(treatment -> rule(column, treatment)));
        return new MaskingPolicy(
                Map.copyOf(masks),
                Map.copyOf(promises),
                Map.copyOf(inputs),
                List.copyOf(masked),
                List.copyOf(kept),
                new ColumnDecisions(groups, decisions, lookups, treatments).of(tables),
                DerivedValues.of(masks.keySet(), rows, this::isMasked),
                key);
    }

    private void table(Table table) {
        Map<String, ColumnMask> ofTable = new LinkedHashMap<>();
        Map<String, OutputPromise> promised = new LinkedHashMap<>();
        Map<String, MaskInputs> needed = new LinkedHashMap<>();
        for (Column column : table.writableColumns()) {
            ColumnId id = new ColumnId(table.name(), column.name());
            treatments
                    .apply(groups.owner(id))
                    .filter(treatment -> !treatment.promise().keepsInput())
                    .ifPresent(treatment -> {
                        ofTable.put(
                                column.name(),
                                new DiscreetMask(treatment.strategy().name(), id, treatment.mask(column)));
                        promised.put(column.name(), treatment.promise());
                        terms.inputs(table, column).ifPresent(some -> needed.put(column.name(), some));
                    });
        }
        masks.put(table.name(), Collections.unmodifiableMap(ofTable));
        promises.put(table.name(), Collections.unmodifiableMap(promised));
        inputs.put(table.name(), Collections.unmodifiableMap(needed));
    }

    private boolean isMasked(ColumnId column) {
        return masks.get(column.table()).containsKey(column.column());
    }

    private void rule(ColumnId column, Treatment treatment) {
        boolean keeps = treatment.promise().keepsInput();
        (keeps ? kept : masked)
                .add(new ColumnRule(
                        column.table(),
                        column.column(),
                        treatment.strategy().name(),
                        ((Decision.Ruled) decisions.of(column)).why(),
                        treatment.terms().when(),
                        domains.shown(column),
                        keeps ? Optional.empty() : collisions.apply(column)));
    }
}
