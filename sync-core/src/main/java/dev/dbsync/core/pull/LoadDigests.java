package dev.dbsync.core.pull;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.load.LoadIdentity;
import dev.dbsync.core.masking.MaskingKey;
import dev.dbsync.core.run.PlanId;
import java.util.List;
import java.util.TreeMap;

/** What a pull copies and how it masks it, in a few characters: for the plan's id, and for an interrupted pull. */
final class LoadDigests {

    private final AnonymizeConfig rules;
    private final List<PlannedTable> tables;
    private final MaskingKey key;

    LoadDigests(AnonymizeConfig rules, List<PlannedTable> tables, MaskingKey key) {
        this.rules = rules;
        this.tables = tables;
        this.key = key;
    }

    /** A random key makes no other plan of it, but another load. */
    void addTo(PlanId.Builder id) {
        id.part("key", key.isRandom() ? "random" : key.fingerprint());
        selection(id);
        rules(id);
        rules.proof().allow().forEach(column -> id.part("allowed", column));
        id.part("survivors", rules.proof().onSurvivor().name());
    }

    LoadIdentity identity(DatabaseIdentity source) {
        PlanId.Builder selection = PlanId.of("selection");
        selection(selection);
        PlanId.Builder masking = PlanId.of("rules");
        rules(masking);
        return new LoadIdentity(
                source.key(), selection.build().value(), masking.build().value(), key.fingerprint());
    }

    private void selection(PlanId.Builder id) {
        tables.forEach(table -> {
            id.part("table", table.table().toString());
            table.columns().forEach(column -> id.part("column", column.toString()));
            table.where().ifPresent(condition -> id.part("where", condition));
        });
    }

    private void rules(PlanId.Builder id) {
        new TreeMap<>(rules.tables())
                .forEach((table, columns) -> new TreeMap<String, RuleConfig>(columns)
                        .forEach((column, rule) ->
                                id.part("rule", table + "." + column).part("shown", rule.shown())));
        new TreeMap<String, RuleConfig>(rules.columns())
                .forEach((pattern, rule) -> id.part("pattern", pattern).part("shown", rule.shown()));
    }
}
