package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a rule's outputs are valid values of a column: by type, length, NOT NULL, indexes and partitioning. */
final class FitCheck {

    /** What fits into an entry of a btree, whose limit is a third of a page. */
    private static final int LONGEST_INDEXED = 2_600;

    /** Strategies that give one text, whatever the value. */
    private static final Set<String> OF_ONE_TEXT = Set.of("constant", "redact");

    private final Treatments treatments;
    private final SourceRows rows;
    private final Map<TableName, Set<String>> partitionKeys;
    private final Map<TableName, List<DerivedIndex>> btrees;

    FitCheck(Treatments treatments, SourceRows rows) {
        this.treatments = treatments;
        this.rows = rows;
        this.partitionKeys = rows.partitionKeys();
        this.btrees = rows.derivedIndexes().stream()
                .filter(DerivedIndex::btree)
                .collect(Collectors.groupingBy(DerivedIndex::table));
    }

    List<Finding> findings(TableName table, Column column, ColumnId owner, RuleConfig rule) {
        Treatment treatment;
        try {
            treatment = treatments.of(owner, rule);
        } catch (IllegalArgumentException e) {
            return List.of(new Finding(
                    owner,
                    new Problem(
                            "The rule for " + owner.shown() + " will not do: " + e.getMessage(), rule.where(), "")));
        }
        if (treatment.promise().keepsInput()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        complain(treatment, table, column)
                .forEach(what -> findings.add(new Finding(
                        owner,
                        new Problem(
                                "'" + rule.strategy() + "' cannot mask " + owner.shown() + ": " + what,
                                rule.where(),
                                ""))));
        return findings;
    }

    private List<String> complain(Treatment treatment, TableName table, Column column) {
        if (!treatment.strategy().fits(TypeCategory.of(column))) {
            return List.of("its output is no " + column.type());
        }
        List<String> complaints = new ArrayList<>();
        treatment.promise().maxLength().ifPresent(length -> {
            if (length > column.maxLength().orElse(Integer.MAX_VALUE)) {
                String characters = length == OutputPromise.ANY_LENGTH ? "any number of" : "up to " + length;
                complaints.add(
                        "its output has " + characters + " characters, and the column's type is " + column.type());
            }
        });
        Optional<String> text = text(treatment, column);
        text.filter(value -> !isAnyText(column))
                .flatMap(value -> rows.complaint(column, value))
                .ifPresent(why -> complaints.add("its output is no value of the type " + column.type() + ": " + why));
        text.filter(value -> value.getBytes(StandardCharsets.UTF_8).length > LONGEST_INDEXED)
                .flatMap(value -> btrees.getOrDefault(table, List.of()).stream()
                        .filter(index -> index.columns().contains(column.name()))
                        .findFirst())
                .ifPresent(index -> complaints.add("its output is too long for the index " + index.name()));
        if (treatment.promise().mayBeNull() && column.notNull()) {
            complaints.add("it may give NULL, and the column is NOT NULL");
        }
        if (partitionKeys.getOrDefault(table, Set.of()).contains(column.name())) {
            complaints.add("the column decides which partition a row is in");
        }
        return complaints;
    }

    /** Whether any text is a value of it, as long as it fits. */
    private static boolean isAnyText(Column column) {
        boolean isNoDomain =
                column.type().equals(column.baseType()) || column.type().startsWith(column.baseType() + "(");
        return TypeCategory.of(column) == TypeCategory.TEXT && isNoDomain;
    }

    /** The only output of a strategy that has one. */
    private static Optional<String> text(Treatment treatment, Column column) {
        return OF_ONE_TEXT.contains(treatment.strategy().name())
                ? Optional.of(new String(treatment.mask(column).mask(new byte[0]), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
