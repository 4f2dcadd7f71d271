package dev.dbsync.core.classify;

import dev.dbsync.core.classify.ClassifiedColumn.Change;
import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.config.RuleLine;
import dev.dbsync.core.config.RulesText;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What has to change in the file of rules so that it says what was found; what a person wrote stays. */
final class RulesUpdate {

    private final RulesText text;
    private final Catalog source;
    private final String defaultSchema;
    private final Map<TableName, String> keys = new HashMap<>();
    private final Map<ColumnId, RuleLine> own = new HashMap<>();
    private final List<RuleLine> obsolete = new ArrayList<>();
    private final List<RuleLine> wanted = new ArrayList<>();
    private final List<String> blocked = new ArrayList<>();
    private final List<RuleConfig> gone = new ArrayList<>();
    private final List<RuleConfig> back = new ArrayList<>();
    private final List<String> goneNames = new ArrayList<>();

    RulesUpdate(RulesText text, Catalog source, String defaultSchema) {
        this.text = text;
        this.source = source;
        this.defaultSchema = defaultSchema;
        for (String key : text.tables()) {
            source.named(key, defaultSchema).ifPresent(table -> keys.putIfAbsent(table.name(), key));
        }
        for (RuleLine line : text.own()) {
            column(line).ifPresentOrElse(id -> own.put(id, line), () -> obsolete(line));
        }
    }

    /** The rules as a person has left them: without those that Sync has proposed and nobody has touched. */
    static AnonymizeConfig ofPersons(AnonymizeConfig rules, RulesText text) {
        Map<String, Map<String, RuleConfig>> tables = new LinkedHashMap<>();
        rules.tables().forEach((table, columns) -> tables.put(table, new LinkedHashMap<>(columns)));
        text.own().stream()
                .filter(line -> line.rule().isPresent() && tables.containsKey(line.table()))
                .forEach(line -> tables.get(line.table()).remove(line.column()));
        return rules.withTables(tables);
    }

    /**
     * Decides about the line of a column that needs one.
     *
     * @param rule that is proposed; empty where a person must decide
     */
    ClassifiedColumn column(
            ColumnId id, Optional<RuleConfig> rule, Judgement judgement, Function<TableName, String> configuredName) {
        RuleLine before = own.remove(id);
        Optional<String> yaml = rule.map(RuleConfig::shown);
        String evidence = judgement.isPersonal() && rule.isEmpty()
                ? judgement.evidence() + "; nothing but keep fits it"
                : judgement.evidence();
        String table =
                before != null ? before.table() : keys.getOrDefault(id.table(), configuredName.apply(id.table()));
        RuleLine line = new RuleLine(table, id.column(), yaml, evidence);
        // A mask is never taken back for a question.
        boolean stays =
                before != null && (before.isSameRule(line) || (before.rule().isPresent() && yaml.isEmpty()));
        Change change = stays ? Change.UNCHANGED : before == null ? Change.NEW : Change.CHANGED;
        Optional<String> hindrance = before == null ? text.hindrance(table) : Optional.empty();
        if (hindrance.isPresent()) {
            change = Change.BLOCKED;
            blocked.add(
                    hindrance.get() + ": '" + table + "' stands in braces, between which Sync puts no lines. Write it"
                            + " in lines, and add: " + id.column() + ": " + yaml.orElse("keep, or a strategy"));
        } else if (!stays) {
            wanted.add(line);
        }
        return new ClassifiedColumn(
                id.table().shown(), id.column(), change, stays ? before.rule() : yaml, judgement.counted());
    }

    /** @param environments whose columns rules may be for, all of them */
    void goneColumns(AnonymizeConfig rules, List<Catalog> environments) {
        rules.tables()
                .forEach((table, columns) -> columns.forEach((column, rule) -> {
                    boolean there = environments.stream()
                            .flatMap(catalog -> catalog.named(table, defaultSchema).stream())
                            .anyMatch(found -> found.column(column).isPresent());
                    boolean marked = text.hindrance(table).isEmpty() && text.isMarkedGone(rule);
                    if (!there) {
                        goneNames.add(table + "." + column);
                    }
                    if (!there && !marked && text.hindrance(table).isEmpty()) {
                        gone.add(rule);
                    }
                    if (there && marked) {
                        back.add(rule);
                    }
                }));
    }

    /** The text of the file with all of that. */
    String updated() {
        // What is left of Sync's questions was answered elsewhere.
        own.values().forEach(this::obsolete);
        own.clear();
        return text.with(wanted, obsolete, gone, back);
    }

    List<String> blocked() {
        return blocked;
    }

    List<String> gone() {
        return goneNames;
    }

    private void obsolete(RuleLine line) {
        if (line.rule().isEmpty()) {
            obsolete.add(line);
        }
    }

    private Optional<ColumnId> column(RuleLine line) {
        return source.named(line.table(), defaultSchema)
                .filter(table -> table.column(line.column()).isPresent())
                .map(table -> new ColumnId(table.name(), line.column()));
    }
}
