package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.detection.Meaning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Proposes rules that hold: each was tried against the catalog before it is shown. */
final class Suggestions {

    private static final List<Integer> DIGITS = List.of(6, 8, 10, 12, 16, 20, 24, 32);

    private final ColumnGroups groups;
    private final Assessment assessment;
    private final Rules decided;
    private final Function<ColumnId, Optional<Meaning>> meanings;

    /** What columns are about is told by their names. */
    Suggestions(ColumnGroups groups, Assessment assessment, Rules decided) {
        this(groups, assessment, decided, SuggestedStrategies::byName);
    }

    /** @param meanings what each column is about, where that is known */
    Suggestions(
            ColumnGroups groups, Assessment assessment, Rules decided, Function<ColumnId, Optional<Meaning>> meanings) {
        this.groups = groups;
        this.assessment = assessment;
        this.decided = decided;
        this.meanings = meanings;
    }

    /**
     * Rules that hold together: each was tried beside those that were found before it.
     *
     * @param roots without a rule
     * @param wished what somebody wrote for a column that references this one
     */
    List<Suggestion> forUnclassified(Collection<ColumnId> roots, Function<ColumnId, Optional<RuleConfig>> wished) {
        List<Suggestion> first = together(roots, wished);
        List<ColumnId> reordered = new ArrayList<>(roots);
        List<ColumnId> without = withoutRule(first);
        // What has the least choice chooses first.
        reordered.removeAll(without);
        reordered.addAll(0, without);
        List<Suggestion> second = without.isEmpty() ? first : together(reordered, wished);
        return withoutRule(second).size() < without.size() ? second : first;
    }

    private static List<ColumnId> withoutRule(List<Suggestion> suggestions) {
        return suggestions.stream()
                .filter(suggestion -> suggestion.rule().isEmpty())
                .map(Suggestion::column)
                .toList();
    }

    private List<Suggestion> together(Collection<ColumnId> roots, Function<ColumnId, Optional<RuleConfig>> wished) {
        Map<ColumnId, RuleConfig> found = new HashMap<>();
        Rules before = column -> decided.of(column)
                .or(() -> groups.roots(column).stream()
                        .filter(found::containsKey)
                        .findFirst()
                        .map(found::get));
        List<Suggestion> suggestions = new ArrayList<>();
        for (ColumnId root : roots) {
            Suggestion suggestion = forUnclassified(root, wished.apply(root), before);
            suggestion.rule().ifPresent(rule -> found.put(root, rule));
            suggestions.add(suggestion);
        }
        return suggestions;
    }

    private Suggestion forUnclassified(ColumnId root, Optional<RuleConfig> wished, Rules others) {
        Column column = groups.column(root);
        List<RuleConfig> wanted = wished.map(List::of)
                .orElseGet(() -> meanings.apply(root)
                        .map(meaning -> SuggestedStrategies.of(meaning, column))
                        .orElse(List.of()));
        List<RuleConfig> candidates = new ArrayList<>();
        for (RuleConfig rule : wanted) {
            candidates.add(rule);
            candidates.addAll(wider(rule.strategy()));
        }
        if (TypeCategory.of(column) == TypeCategory.TEXT && assessment.areInCompositeIndex(groups.group(root))) {
            // Where others of the index may be masked, too, it had better tell rows apart.
            candidates.add(rule("hash"));
        }
        candidates.addAll(byType(column));
        Optional<RuleConfig> rule =
                candidates.stream().filter(tried -> holds(root, tried, others)).findFirst();
        boolean evident = rule.isPresent()
                && wanted.stream()
                        .anyMatch(first -> first.strategy().equals(rule.get().strategy()));
        return new Suggestion(root, rule, evident);
    }

    /** What would do instead of a rule that does not; at most three, written as in sync.yaml. */
    List<String> insteadOf(RuleConfig refused, ColumnId owner) {
        ColumnId root = groups.roots(owner).get(0);
        List<RuleConfig> candidates = new ArrayList<>(wider(refused.strategy()));
        candidates.addAll(byType(groups.column(root)));
        Map<String, RuleConfig> firstOfEach = new LinkedHashMap<>();
        for (RuleConfig tried : candidates) {
            boolean isNew = !firstOfEach.containsKey(tried.strategy()) && !ConfiguredRules.same(tried, refused);
            if (isNew && holds(root, tried, decided)) {
                firstOfEach.put(tried.strategy(), tried);
            }
        }
        return firstOfEach.values().stream().map(SuggestedYaml::rule).limit(3).toList();
    }

    private boolean holds(ColumnId root, RuleConfig tried, Rules others) {
        return assessment.isKnown(tried.strategy())
                && assessment.findings(root, tried, others).isEmpty();
    }

    private static List<RuleConfig> wider(String strategy) {
        return Set.of("email", "phone", "name", "hash").contains(strategy)
                ? DIGITS.stream()
                        .filter(digits -> !strategy.equals("email") || digits >= 8)
                        .map(digits -> rule(strategy, Map.of("digits", digits)))
                        .toList()
                : List.of();
    }

    private static List<RuleConfig> byType(Column column) {
        List<RuleConfig> rules = new ArrayList<>();
        TypeCategory type = TypeCategory.of(column);
        if (type == TypeCategory.TEXT) {
            rules.add(rule("redact"));
            rules.add(rule("hash"));
            rules.addAll(wider("hash"));
            rules.add(rule("redact", Map.of("with", "*")));
        }
        boolean emptyIsBetterThanNull = switch (type) {
            case JSON, ARRAY, BINARY -> true;
            default -> false;
        };
        Optional<RuleConfig> constant = constant(type, column).map(value -> rule("constant", Map.of("value", value)));
        if (emptyIsBetterThanNull) {
            constant.ifPresent(rules::add);
        }
        rules.add(rule("null"));
        constant.ifPresent(rules::add);
        return rules;
    }

    private static Optional<String> constant(TypeCategory type, Column column) {
        return switch (type) {
            case NUMBER -> Optional.of("0");
            case DATE -> Optional.of("2000-01-01");
            case TIME ->
                Optional.of(
                        column.baseType().startsWith("timestamp")
                                ? "2000-01-01 00:00:00+00"
                                : column.baseType().equals("interval") ? "0 seconds" : "00:00:00+00");
            case UUID -> Optional.of("00000000-0000-0000-0000-000000000000");
            case BOOLEAN -> Optional.of("false");
            case JSON, ARRAY -> Optional.of("{}");
            case XML -> Optional.of("<redacted/>");
            case BINARY -> Optional.of("");
            case NETWORK -> Optional.of("0.0.0.0");
            case RANGE -> Optional.of("empty");
            case TEXT, ENUM -> Optional.empty();
            case OTHER -> column.baseType().equals("tsvector") ? Optional.of("") : Optional.empty();
        };
    }

    private static RuleConfig rule(String strategy) {
        return rule(strategy, Map.of());
    }

    private static RuleConfig rule(String strategy, Map<String, Object> options) {
        return new RuleConfig(strategy, options, "suggestion");
    }
}
