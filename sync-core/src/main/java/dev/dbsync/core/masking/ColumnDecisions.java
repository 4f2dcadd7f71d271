package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnDecision.Basis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lists what becomes of each column of the checked tables, those that need no rule included. */
final class ColumnDecisions {

    private final ColumnGroups groups;
    private final Decisions decisions;
    private final Set<TableName> lookups;
    private final Function<ColumnId, Optional<Treatment>> treatments;

    ColumnDecisions(
            ColumnGroups groups,
            Decisions decisions,
            Set<TableName> lookups,
            Function<ColumnId, Optional<Treatment>> treatments) {
        this.groups = groups;
        this.decisions = decisions;
        this.lookups = lookups;
        this.treatments = treatments;
    }

    /**
     * By table in the given order, and in each table's order of columns. What a partition or heir has from its parent
     * has the parent's decision.
     *
     * @param tables parents before their children
     */
    Map<TableName, Map<String, ColumnDecision>> of(List<Table> tables) {
        Map<TableName, Map<String, ColumnDecision>> all = new LinkedHashMap<>();
        for (Table table : tables) {
            Map<String, ColumnDecision> ofTable = new LinkedHashMap<>();
            for (Column column : table.columns()) {
                ColumnId id = new ColumnId(table.name(), column.name());
                ColumnId owner = groups.owner(id);
                ofTable.put(
                        column.name(),
                        owner.equals(id)
                                ? decision(id, column)
                                : all.get(owner.table()).get(owner.column()));
            }
            all.put(table.name(), ofTable);
        }
        return all;
    }

    private ColumnDecision decision(ColumnId id, Column column) {
        if (column.generated()) {
            return new ColumnDecision(id.table(), id.column(), column.type(), Basis.GENERATED, Optional.empty(), false);
        }
        Optional<Treatment> treatment = treatments.apply(id);
        return new ColumnDecision(
                id.table(),
                id.column(),
                column.type(),
                basis(id),
                treatment.map(found -> new ColumnDecision.Rule(
                        found.strategy().name(),
                        found.rule().options(),
                        found.rule().where())),
                treatment.filter(found -> !found.promise().keepsInput()).isPresent());
    }

    private Basis basis(ColumnId id) {
        if (decisions.of(id) instanceof Decision.Ruled ruled) {
            return switch (ruled.why()) {
                case RULE -> Basis.RULE;
                case PATTERN -> Basis.PATTERN;
                case TAG -> Basis.TAG;
                case INHERITED -> Basis.INHERITED;
                case UNCLASSIFIED -> Basis.UNCLASSIFIED;
            };
        }
        boolean ofLookup = groups.roots(id).stream().anyMatch(root -> lookups.contains(root.table()));
        return ofLookup && !Harmless.is(groups.column(id)) ? Basis.REFERENCE_DATA : Basis.HARMLESS_TYPE;
    }
}
