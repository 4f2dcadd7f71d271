package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a rule's outputs are valid values of a column: by type, length, NOT NULL and partitioning. */
final class FitCheck {

    private final Treatments treatments;
    private final Map<TableName, Set<String>> partitionKeys;

    FitCheck(Treatments treatments, Map<TableName, Set<String>> partitionKeys) {
        this.treatments = treatments;
        this.partitionKeys = partitionKeys;
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
        if (treatment.promise().mayBeNull() && column.notNull()) {
            complaints.add("it may give NULL, and the column is NOT NULL");
        }
        if (partitionKeys.getOrDefault(table, Set.of()).contains(column.name())) {
            complaints.add("the column decides which partition a row is in");
        }
        return complaints;
    }
}
