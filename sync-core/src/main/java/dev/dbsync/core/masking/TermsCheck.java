package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether what a rule says of other columns of the row, or of columns that are joined, can hold. Joined columns must
 * have equal masks for equal values, whatever row these are in; so nothing but the value itself may decide there.
 */
final class TermsCheck {

    private final ColumnGroups groups;
    private final Domains domains;
    private final SourceRows rows;
    private final Function<ColumnId, Optional<Treatment>> treatments;

    /** @param treatments of the columns, by their owners */
    TermsCheck(
            ColumnGroups groups, Domains domains, SourceRows rows, Function<ColumnId, Optional<Treatment>> treatments) {
        this.groups = groups;
        this.domains = domains;
        this.rows = rows;
        this.treatments = treatments;
    }

    /** What is wrong, for a column of a table that is copied. */
    List<Problem> problems(Table table, Column column) {
        ColumnId owner = groups.owner(new ColumnId(table.name(), column.name()));
        List<Problem> problems = new ArrayList<>();
        treatments.apply(owner).ifPresent(treatment -> {
            when(table, column, owner, treatment).ifPresent(problems::add);
            by(table, owner, treatment).ifPresent(problems::add);
            folding(owner, treatment).ifPresent(problems::add);
        });
        return problems;
    }

    /** What the column's mask needs of its rows; empty where it is nothing but the value. */
    Optional<MaskInputs> inputs(Table table, Column column) {
        ColumnId owner = groups.owner(new ColumnId(table.name(), column.name()));
        return treatments.apply(owner).flatMap(treatment -> {
            Optional<String> when = treatment.terms().when().flatMap(condition -> condition(column, owner, condition));
            Optional<String> by = treatment.terms().by().flatMap(table::column).map(TermsCheck::text);
            return when.isPresent() || by.isPresent() ? Optional.of(new MaskInputs(when, by)) : Optional.empty();
        });
    }

    private Optional<Problem> when(Table table, Column column, ColumnId owner, Treatment treatment) {
        if (treatment.terms().when().isEmpty()) {
            return Optional.empty();
        }
        RuleConfig rule = treatment.rule();
        Optional<String> condition =
                condition(column, owner, treatment.terms().when().get());
        if (condition.isEmpty()) {
            return Optional.of(new Problem(
                    "The condition 'when' for " + owner.shown()
                            + " cannot be followed: the column is joined to others ("
                            + joined(owner) + "), and the condition speaks of more than its value, so that equal values"
                            + " could be masked here and kept there",
                    rule.where(),
                    "Let it speak of " + owner.column() + " alone, without subqueries; or remove it"));
        }
        return rows.complaint(table.name(), condition.get())
                .map(why -> new Problem(
                        "The condition 'when' for " + owner.shown() + " will not do for rows of "
                                + table.name().shown() + ": " + why,
                        rule.where(),
                        "Correct it: it may be whatever could follow WHERE in a query of this table alone, and must"
                                + " come out the same whenever it is asked of the same row"));
    }

    /** In SQL for rows of the column's table; empty where joined columns would be told apart by it. */
    private Optional<String> condition(Column column, ColumnId owner, String condition) {
        if (domains.members(owner).size() == 1) {
            return Optional.of(condition);
        }
        // The rule may have been written for the column itself, for the one that it references, or for the domain's.
        return Stream.of(Stream.of(owner), groups.roots(owner).stream(), domains.members(owner).stream())
                .flatMap(ids -> ids)
                .filter(spoken -> rows.speaksOfNothingBut(spoken.table(), groups.column(spoken), condition))
                .findFirst()
                .map(spoken -> "(SELECT (\n" + condition + "\n) FROM (SELECT " + Sql.identifier(column.name()) + " AS "
                        + Sql.identifier(spoken.column()) + ") AS "
                        + Sql.identifier(spoken.table().name()) + ")");
    }

    private Optional<Problem> by(Table table, ColumnId owner, Treatment treatment) {
        if (treatment.terms().by().isEmpty()) {
            return Optional.empty();
        }
        String name = treatment.terms().by().get();
        if (table.column(name).isEmpty()) {
            return Optional.of(new Problem(
                    "The rule for " + owner.shown() + " is by '" + name + "', and the table has no such column",
                    treatment.rule().where(),
                    NearestName.hint(name, table.columnNames())));
        }
        return groups.group(owner).size() == 1
                ? Optional.empty()
                : Optional.of(new Problem(
                        "The rule for " + owner.shown()
                                + " cannot go by another column: foreign keys join it to others (" + joined(owner)
                                + "), and equal values would have different masks",
                        treatment.rule().where(),
                        "Remove 'by'"));
    }

    /** citext takes for the same what text does not. */
    private Optional<Problem> folding(ColumnId owner, Treatment treatment) {
        // What stands inside of JSON or an array is text that is told apart by case.
        Stream<Boolean> inside = domains.isInside(owner) ? Stream.of(false) : Stream.empty();
        Stream<Boolean> columns = domains.members(owner).stream()
                .map(member -> TypeCategory.isCaseInsensitiveText(groups.column(member)));
        long foldings = Stream.concat(columns, inside).distinct().count();
        return foldings < 2
                        || domains.shown(owner).isEmpty()
                        || treatment.promise().normalization().lower()
                ? Optional.empty()
                : Optional.of(new Problem(
                        "The domain '" + domains.shown(owner).get() + "' joins citext, which knows no upper and lower"
                                + " case, with text that does",
                        treatment.rule().where(),
                        "Add 'normalize: lower' to the rules of the domain"));
    }

    private String joined(ColumnId owner) {
        return String.join(
                ", ",
                domains.members(owner).stream()
                        .filter(member -> !member.equals(owner))
                        .limit(3)
                        .map(ColumnId::shown)
                        .toList());
    }

    /** As a person would write the value: what is equal has the same text. */
    private static String text(Column column) {
        String text = Sql.identifier(column.name()) + "::text";
        return TypeCategory.isCaseInsensitiveText(column) ? "lower(" + text + ")" : text;
    }
}
