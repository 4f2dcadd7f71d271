package dev.dbsync.core.masking;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of {@code anonymize.columns}, which are for all columns of a name. They leave reference data alone, and
 * columns of types that their strategy is not for: such a column is as if there were no pattern.
 */
final class PatternRules {

    private final MaskingScope scope;
    private final Strategies strategies;
    private final List<ColumnPattern> patterns;
    private final List<Problem> problems;

    private PatternRules(
            MaskingScope scope, Strategies strategies, List<ColumnPattern> patterns, List<Problem> problems) {
        this.scope = scope;
        this.strategies = strategies;
        this.patterns = patterns;
        this.problems = problems;
    }

    /** @param problems takes what is wrong with patterns, and each column for which two of them contend */
    static PatternRules of(MaskingScope scope, Strategies strategies, List<Problem> problems) {
        List<ColumnPattern> good = new ArrayList<>();
        for (ColumnPattern pattern : parsed(scope.config(), problems)) {
            RuleConfig rule = pattern.rule();
            Optional<Problem> complaint =
                    strategies.complaint(rule.strategy(), rule.options().keySet(), pattern.text(), rule.where());
            complaint.ifPresent(problems::add);
            boolean matches = Stream.concat(Stream.of(scope.source()), scope.others().stream())
                    .anyMatch(catalog -> matches(pattern, catalog));
            if (!matches) {
                problems.add(new Problem(
                        "No column of any environment is called '" + pattern.text() + "'",
                        rule.where(),
                        "Correct the pattern, or remove it"));
            }
            if (complaint.isEmpty() && matches) {
                good.add(pattern);
            }
        }
        return new PatternRules(scope, strategies, good, problems);
    }

    /** Whether every pattern means some column of the catalog. */
    static boolean areMet(AnonymizeConfig config, Catalog catalog) {
        return parsed(config, new ArrayList<>()).stream().allMatch(pattern -> matches(pattern, catalog));
    }

    /** The rule of the most specific pattern that is for the column; given by its owner. */
    Optional<RuleConfig> of(ColumnId owner, Column column) {
        if (scope.lookups().contains(owner.table()) || column.generated()) {
            return Optional.empty();
        }
        List<ColumnPattern> fitting = patterns.stream()
                .filter(pattern -> pattern.matches(owner))
                .filter(pattern -> strategies.get(pattern.rule().strategy()).fits(TypeCategory.of(column)))
                .sorted(Comparator.comparingLong(ColumnPattern::specificity).reversed())
                .toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        ColumnPattern first = fitting.get(0);
        fitting.stream()
                .filter(other ->
                        other.specificity() == first.specificity() && !ConfiguredRules.same(other.rule(), first.rule()))
                .findFirst()
                .ifPresent(other -> problems.add(new Problem(
                        "Two patterns give " + owner.shown() + " different rules, and neither is more specific: '"
                                + first.text() + "' and '" + other.text() + "'",
                        first.rule().where() + " and " + other.rule().where(),
                        "Write a rule for the column itself, under 'tables'")));
        return Optional.of(first.rule());
    }

    private static boolean matches(ColumnPattern pattern, Catalog catalog) {
        for (Table table : catalog.tables()) {
            for (Column column : table.writableColumns()) {
                if (pattern.matches(new ColumnId(table.name(), column.name()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<ColumnPattern> parsed(AnonymizeConfig config, List<Problem> problems) {
        List<ColumnPattern> parsed = new ArrayList<>();
        config.columns()
                .forEach(
                        (text, rule) -> ColumnPattern.of(text, rule)
                                .ifPresentOrElse(
                                        parsed::add,
                                        () -> problems.add(
                                                new Problem(
                                                        "'" + text + "' is no pattern of columns",
                                                        rule.where(),
                                                        "Write table.column or schema.table.column, with * for any characters: \"*.email\""))));
        return parsed;
    }
}
