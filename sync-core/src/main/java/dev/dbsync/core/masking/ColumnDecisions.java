package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnDecision.Basis;
import java.util.ArrayList;
import java.util.List;
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

    /** By table in the given order, and in each table's order of columns; partitions are covered by their parent. */
    List<ColumnDecision> of(List<Table> tables) {
        List<ColumnDecision> all = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                ColumnId id = new ColumnId(table.name(), column.name());
                if (groups.owner(id).equals(id)) {
                    all.add(decision(id, column));
                }
            }
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
                        found.strategy().name(), found.rule().options())),
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
