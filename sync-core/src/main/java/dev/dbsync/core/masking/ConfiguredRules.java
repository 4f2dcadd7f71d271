package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.masking.ColumnRule.Why;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules that somebody has written for columns of the source's catalog: one for the very column, else one for all of
 * its name, else one that its comment asks for.
 */
final class ConfiguredRules {

    private final MaskingScope scope;
    private final Strategies strategies;
    private final ColumnGroups groups;
    private final List<Problem> problems;
    private final Map<ColumnId, RuleConfig> rules = new HashMap<>();
    private final Map<ColumnId, RuleConfig> ofChildren = new HashMap<>();
    private final Set<ColumnId> broken = new HashSet<>();
    private final Map<ColumnId, Why> why = new HashMap<>();
    private final CommentTags tags;

    private ConfiguredRules(MaskingScope scope, Strategies strategies, ColumnGroups groups, List<Problem> problems) {
        this.scope = scope;
        this.strategies = strategies;
        this.groups = groups;
        this.problems = problems;
        this.tags = CommentTags.of(scope.source().tables(), strategies, groups, problems);
    }

    /** @param problems takes what is wrong with rules themselves */
    static ConfiguredRules resolve(
            MaskingScope scope, Strategies strategies, ColumnGroups groups, List<Problem> problems) {
        ConfiguredRules resolved = new ConfiguredRules(scope, strategies, groups, problems);
        scope.config().tables().forEach(resolved::table);
        resolved.ofChildren.forEach(resolved::child);
        resolved.lesserRules(PatternRules.of(scope, strategies, problems));
        return resolved;
    }

    private void lesserRules(PatternRules patterns) {
        rules.keySet().forEach(owner -> why.put(owner, Why.RULE));
        for (Table table : scope.source().tables()) {
            for (Column column : table.writableColumns()) {
                ColumnId id = new ColumnId(table.name(), column.name());
                if (groups.owner(id).equals(id) && !rules.containsKey(id) && !broken.contains(id)) {
                    lesserRule(id, column, patterns);
                }
            }
        }
    }

    private void lesserRule(ColumnId owner, Column column, PatternRules patterns) {
        Optional<RuleConfig> pattern = patterns.of(owner, column);
        if (pattern.isPresent()) {
            rules.put(owner, pattern.get());
            why.put(owner, Why.PATTERN);
        } else if (tags.isBroken(owner)) {
            broken.add(owner);
        } else if (tags.of(owner).isPresent()) {
            rules.put(owner, tags.of(owner).get());
            why.put(owner, Why.TAG);
        }
    }

    /** All of them, in order. */
    SortedMap<ColumnId, RuleConfig> all() {
        return new TreeMap<>(rules);
    }

    /** What its rule rests on; only for a column that has one. */
    Why why(ColumnId owner) {
        return why.get(owner);
    }

    /** Whether a comment says that somebody must decide about this column. */
    boolean isMarked(ColumnId owner) {
        return tags.isMarked(owner);
    }

    /** The rule that is for this column by itself, and not for one that it references. */
    Optional<RuleConfig> of(ColumnId owner) {
        return Optional.ofNullable(rules.get(owner));
    }

    /** Whether a rule was written for this column and is wrong. */
    boolean isBroken(ColumnId owner) {
        return broken.contains(owner);
    }

    static boolean same(RuleConfig one, RuleConfig other) {
        return one.strategy().equals(other.strategy()) && Objects.equals(one.options(), other.options());
    }

    private void table(String configured, Map<String, RuleConfig> columns) {
        Optional<Table> inSource = scope.source().named(configured, scope.defaultSchema());
        List<Table> elsewhere = scope.others().stream()
                .flatMap(catalog -> catalog.named(configured, scope.defaultSchema()).stream())
                .toList();
        if (inSource.isEmpty() && elsewhere.isEmpty()) {
            unknownTable(configured, columns);
            return;
        }
        columns.forEach((column, rule) -> column(configured, inSource, elsewhere, column, rule));
    }

    private void column(
            String configured, Optional<Table> inSource, List<Table> elsewhere, String name, RuleConfig rule) {
        Optional<Column> column = inSource.flatMap(table -> table.column(name));
        if (column.isEmpty()
                && elsewhere.stream().allMatch(table -> table.column(name).isEmpty())) {
            List<String> valid = Stream.concat(inSource.stream(), elsewhere.stream())
                    .flatMap(table -> table.columnNames().stream())
                    .distinct()
                    .toList();
            problems.add(new Problem(
                    "The table " + configured + " has no column '" + name + "' in any environment",
                    rule.where(),
                    NearestName.hint(name, valid)));
            return;
        }
        Optional<Problem> complaint =
                strategies.complaint(rule.strategy(), rule.options().keySet(), configured + "." + name, rule.where());
        complaint.ifPresent(problems::add);
        if (column.isPresent()) {
            inSource(new ColumnId(inSource.orElseThrow().name(), name), column.get(), rule, complaint.isPresent());
        }
    }

    private void inSource(ColumnId id, Column column, RuleConfig rule, boolean wrong) {
        if (wrong) {
            broken.add(groups.owner(id));
        } else if (column.generated()) {
            problems.add(new Problem(
                    "The rule for " + id.shown() + " cannot be followed: the column is generated from others",
                    rule.where(),
                    "Remove it, and mask the columns that it is computed from"));
        } else if (!groups.owner(id).equals(id)) {
            ofChildren.put(id, rule);
        } else {
            RuleConfig other = rules.putIfAbsent(id, rule);
            if (other != null && !same(other, rule)) {
                problems.add(new Problem(
                        "The column " + id.shown() + " has two rules",
                        other.where() + " and " + rule.where(),
                        "Remove one"));
            }
        }
    }

    /** A rule for one partition would split what is one column. */
    private void child(ColumnId id, RuleConfig rule) {
        ColumnId owner = groups.owner(id);
        RuleConfig parents = rules.get(owner);
        if (parents == null || !same(parents, rule)) {
            problems.add(new Problem(
                    "The rule for " + id.shown() + " must stand with the table that it belongs to, "
                            + owner.table().shown(),
                    rule.where(),
                    "Write it for " + owner.shown() + ": rules of a table hold for its partitions and heirs"));
            if (parents == null) {
                broken.add(owner);
            }
        }
    }

    private void unknownTable(String configured, Map<String, RuleConfig> columns) {
        List<String> valid = Stream.concat(Stream.of(scope.source()), scope.others().stream())
                .map(Catalog::tables)
                .flatMap(List::stream)
                .map(table -> configuredName(table, scope.defaultSchema()))
                .distinct()
                .toList();
        problems.add(new Problem(
                "There is no table '" + configured + "' in any environment",
                columns.values().stream().findFirst().map(RuleConfig::where).orElse("anonymize.tables"),
                NearestName.hint(configured, new ArrayList<>(valid))));
    }

    /** The shortest name that means the table in sync.yaml. */
    static String configuredName(Table table, String defaultSchema) {
        return table.name().schema().equals(defaultSchema)
                ? table.name().name()
                : table.name().toString();
    }
}
