package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.problem.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comments of columns say: {@code [pii:email]} asks for a strategy, {@code [pii]} for a decision. A tag can
 * only ask for more: whoever may comment on a column of production does not decide what leaves it, so that
 * {@code [pii:none]} and {@code [pii:keep]} say nothing.
 */
final class CommentTags {

    private static final Pattern TAG =
            Pattern.compile("\\[pii(?:\\s*:\\s*([\\w-]+))?\\s*\\]", Pattern.CASE_INSENSITIVE);
    private static final Set<String> SAYING_NOTHING = Set.of("none", "keep");

    private final Map<ColumnId, RuleConfig> rules = new HashMap<>();
    private final Set<ColumnId> marked = new HashSet<>();
    private final Set<ColumnId> broken = new HashSet<>();

    private CommentTags() {}

    /**
     * @param problems takes tags that name no strategy, and those of a table's partitions that contradict each other
     */
    static CommentTags of(List<Table> tables, Strategies strategies, ColumnGroups groups, List<Problem> problems) {
        CommentTags tags = new CommentTags();
        for (Table table : tables) {
            for (Column column : table.writableColumns()) {
                ColumnId id = new ColumnId(table.name(), column.name());
                column.comment().ifPresent(comment -> tags.read(comment, id, strategies, groups, problems));
            }
        }
        return tags;
    }

    /** The rule that a comment asks for. */
    Optional<RuleConfig> of(ColumnId owner) {
        return Optional.ofNullable(rules.get(owner));
    }

    /** Whether a comment asks for a decision, whatever the column's type. */
    boolean isMarked(ColumnId owner) {
        return marked.contains(owner);
    }

    /** Whether a comment cannot be followed. */
    boolean isBroken(ColumnId owner) {
        return broken.contains(owner);
    }

    private void read(String comment, ColumnId id, Strategies strategies, ColumnGroups groups, List<Problem> problems) {
        ColumnId owner = groups.owner(id);
        String where = "comment on " + id.shown();
        Matcher matcher = TAG.matcher(comment);
        while (matcher.find()) {
            String strategy = Optional.ofNullable(matcher.group(1)).orElse("").toLowerCase(Locale.ROOT);
            if (strategy.isEmpty()) {
                marked.add(owner);
            } else if (!SAYING_NOTHING.contains(strategy)) {
                Optional<Problem> complaint = strategies.complaint(strategy, Set.of(), id.shown(), where);
                RuleConfig rule = new RuleConfig(strategy, Map.of(), where);
                RuleConfig other = complaint.isPresent() ? null : rules.putIfAbsent(owner, rule);
                if (other != null && !ConfiguredRules.same(other, rule)) {
                    complaint = Optional.of(new Problem(
                            "Comments ask for two strategies for " + owner.shown() + ": '" + other.strategy()
                                    + "' and '" + strategy + "'",
                            other.where() + " and " + where,
                            "Write a rule for the column under anonymize.tables, which goes before comments"));
                }
                complaint.ifPresent(problem -> {
                    problems.add(problem);
                    broken.add(owner);
                });
            }
        }
    }
}
