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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What has to change in the file of rules so that it says what was found; what a person wrote stays. */
final class RulesUpdate {

    private final RulesText text;
    private final Catalog source;
    private final String defaultSchema;
    private final Map<TableName, String> keys = new HashMap<>();
    private final Map<ColumnId, RuleLine> own = new HashMap<>();
    private final Set<ColumnId> stillAsked = new HashSet<>();
    private final NewLines wanted = new NewLines();
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
            line.columns().forEach(column -> column(line, column).ifPresent(id -> own.put(id, line)));
        }
    }

    /** The rules as a person has left them: without those that Sync has proposed and nobody has touched. */
    static AnonymizeConfig ofPersons(AnonymizeConfig rules, RulesText text) {
        Map<String, Map<String, RuleConfig>> tables = new LinkedHashMap<>();
        rules.tables().forEach((table, columns) -> tables.put(table, new LinkedHashMap<>(columns)));
        text.own().stream()
                .filter(line -> line.rule().isPresent() && tables.containsKey(line.table()))
                .forEach(line -> line.columns().forEach(tables.get(line.table())::remove));
        return rules.withTables(tables);
    }

    /**
     * Decides about the line of a column that needs one.
     *
     * @param rule that is proposed; empty where a person must decide
     */
    ClassifiedColumn column(
            ColumnId id, Optional<RuleConfig> rule, Judgement judgement, Function<TableName, String> configuredName) {
        RuleLine before = own.get(id);
        Optional<String> yaml = rule.map(RuleConfig::shown);
        String evidence = judgement.evidence() + limits(judgement, rule);
        String table =
                before != null ? before.table() : keys.getOrDefault(id.table(), configuredName.apply(id.table()));
        RuleLine line = new RuleLine(table, id.column(), yaml, evidence);
        boolean asked = before != null && before.rule().isEmpty() && yaml.isEmpty();
        if (asked) {
            stillAsked.add(id);
        }
        // A mask is never taken back for a question.
        boolean stays = asked
                || (before != null && (before.isSameRule(line) || (before.rule().isPresent() && yaml.isEmpty())));
        Change change = stays ? Change.UNCHANGED : before == null ? Change.NEW : Change.CHANGED;
        Optional<String> hindrance = before == null ? text.hindrance(table) : Optional.empty();
        if (hindrance.isPresent()) {
            change = Change.BLOCKED;
            blocked.add(
                    hindrance.get() + ": '" + table + "' stands in braces, between which Sync puts no lines. Write it"
                            + " in lines, and add: " + id.column() + ": " + yaml.orElse("keep, or a strategy"));
        } else if (!stays) {
            wanted.add(line, judgement.alike());
        }
        return new ClassifiedColumn(
                id.table().shown(),
                id.column(),
                change,
                stays ? before.rule() : yaml,
                judgement.counted(),
                Optional.of(evidence).filter(why -> judgement.alike()));
    }

    /** What somebody who reads the line must not overlook. */
    private static String limits(Judgement judgement, Optional<RuleConfig> rule) {
        if (rule.isEmpty()) {
            return judgement.isPersonal() ? "; nothing but keep fits it" : "";
        }
        return rule.get().strategy().equals("scrub")
                ? "; names in it stay as they are: redact, where there are some"
                : "";
    }

    /** @param environments whose columns rules may be for, all of them */
    void goneColumns(AnonymizeConfig rules, List<Catalog> environments) {
        rules.tables()
                .forEach((table, columns) -> columns.forEach((column, rule) -> {
                    boolean there = environments.stream()
                            .flatMap(catalog -> catalog.named(table, defaultSchema).stream())
                            .anyMatch(found -> found.column(column).isPresent());
                    // A line of several columns is not gone with one of them.
                    boolean markable = text.hindrance(table).isEmpty() && !isOfSeveral(rule, columns);
                    boolean marked = markable && text.isMarkedGone(rule);
                    if (!there) {
                        goneNames.add(table + "." + column);
                    }
                    if (!there && !marked && markable) {
                        gone.add(rule);
                    }
                    if (there && marked) {
                        back.add(rule);
                    }
                }));
    }

    /** The text of the file with all of that. */
    String updated() {
        List<RuleLine> obsolete = new ArrayList<>();
        for (RuleLine line : text.own()) {
            List<String> left = line.columns().stream()
                    .filter(column ->
                            column(line, column).filter(stillAsked::contains).isPresent())
                    .toList();
            if (line.rule().isEmpty() && !left.equals(line.columns())) {
                // The others of Sync's questions were answered elsewhere.
                obsolete.add(line);
                if (!left.isEmpty()) {
                    wanted.add(new RuleLine(line.table(), left, Optional.empty(), line.evidence()), false);
                }
            }
        }
        return text.with(wanted.inOrder(), obsolete, gone, back);
    }

    private static boolean isOfSeveral(RuleConfig rule, Map<String, RuleConfig> columns) {
        return columns.values().stream()
                        .filter(other -> other.where().equals(rule.where()))
                        .count()
                > 1;
    }

    List<String> blocked() {
        return blocked;
    }

    List<String> gone() {
        return goneNames;
    }

    private Optional<ColumnId> column(RuleLine line, String column) {
        return source.named(line.table(), defaultSchema)
                .filter(table -> table.column(column).isPresent())
                .map(table -> new ColumnId(table.name(), column));
    }
}
