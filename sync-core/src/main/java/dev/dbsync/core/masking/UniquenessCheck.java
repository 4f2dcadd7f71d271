package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Key;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.masking.UniqueIndex.Use;
import dev.dbsync.core.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether rows that a unique index keeps apart are still apart when masked.
 *
 * <p>The chance of a collision is that of the birthday problem: pairs of rows at risk over the number of outputs.
 */
final class UniquenessCheck {

    static final double TOLERATED = 1e-6;

    private final ColumnGroups groups;
    private final Treatments treatments;
    private final CheckedTables tables;
    private final SourceRows rows;

    UniquenessCheck(ColumnGroups groups, Treatments treatments, CheckedTables tables, SourceRows rows) {
        this.groups = groups;
        this.treatments = treatments;
        this.tables = tables;
        this.rows = rows;
    }

    Optional<Finding> finding(Table table, UniqueIndex index, Rules rules) {
        Map<String, Treatment> masked = masked(index, rules);
        if (masked.isEmpty() || neverConflicts(index, masked)) {
            return Optional.empty();
        }
        for (Map.Entry<String, Treatment> column : masked.entrySet()) {
            Use use = index.use(column.getKey());
            if (use == Use.OPAQUE
                    || (use == Use.NULLNESS && column.getValue().promise().mayBeNull())) {
                return Optional.of(complain(
                        index,
                        column.getKey(),
                        column.getValue(),
                        "what the index makes of masked values is not known"));
            }
        }
        return byOutputs(table, index, masked).or(() -> byMerging(index, masked));
    }

    private Map<String, Treatment> masked(UniqueIndex index, Rules rules) {
        Map<String, Treatment> masked = new LinkedHashMap<>();
        index.allColumns().stream()
                .sorted()
                .forEach(column -> rules.of(owner(index, column))
                        .flatMap(rule -> valid(owner(index, column), rule))
                        .filter(treatment -> !treatment.promise().keepsInput())
                        .ifPresent(treatment -> masked.put(column, treatment)));
        return masked;
    }

    /** Rules with bad options are reported by the other check. */
    private Optional<Treatment> valid(ColumnId owner, RuleConfig rule) {
        try {
            return Optional.of(treatments.of(owner, rule));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A row with a NULL in a plain column is in nobody's way. */
    private static boolean neverConflicts(UniqueIndex index, Map<String, Treatment> masked) {
        return index.nullsDistinct()
                && masked.entrySet().stream()
                        .anyMatch(column -> index.use(column.getKey()) == Use.PLAIN
                                && column.getValue().strategy().name().equals("null"));
    }

    private Optional<Finding> byOutputs(Table table, UniqueIndex index, Map<String, Treatment> masked) {
        Optional<Map.Entry<String, Treatment>> weakest = masked.entrySet().stream()
                .filter(column -> index.use(column.getKey()) != Use.NULLNESS)
                .min(Comparator.comparingDouble(
                        column -> column.getValue().promise().outputs()));
        if (weakest.isEmpty()
                || Double.isInfinite(weakest.get().getValue().promise().outputs())) {
            return Optional.empty();
        }
        List<String> kept = new ArrayList<>(index.columns());
        kept.removeIf(column -> masked.containsKey(column)
                && !Double.isInfinite(masked.get(column).promise().outputs()));
        if (keptApartBy(kept, table, index)) {
            return Optional.empty();
        }
        double outputs = weakest.get().getValue().promise().outputs();
        long count = count(table);
        double probability = count * (count - 1.0) / 2 / outputs;
        if (probability > TOLERATED && !kept.isEmpty()) {
            probability = rows.pairsAlike(index, kept) / outputs;
        }
        if (probability <= TOLERATED) {
            return Optional.empty();
        }
        String why = outputs == 1
                ? "every row would have the same value there"
                : String.format(
                        Locale.ROOT,
                        "with %.3g possible outputs and about %,d rows, two rows collide with a probability of %.1e,"
                                + " where %.0e is tolerated",
                        outputs,
                        count,
                        Math.min(1, probability),
                        TOLERATED);
        return Optional.of(complain(index, weakest.get().getKey(), weakest.get().getValue(), why));
    }

    /** Whether another key of the table already tells the rows apart by columns that stay as they are. */
    private static boolean keptApartBy(List<String> kept, Table table, UniqueIndex index) {
        return table.keys().stream()
                .filter(key -> key.primary() || !key.nullsDistinct() || index.nullsDistinct())
                .map(Key::columns)
                .anyMatch(kept::containsAll);
    }

    private Optional<Finding> byMerging(UniqueIndex index, Map<String, Treatment> masked) {
        for (Map.Entry<String, Treatment> column : masked.entrySet()) {
            Normalization normalization = column.getValue().promise().normalization();
            // An index over lower(…) already keeps apart what normalizing would merge.
            if (normalization == Normalization.NONE || index.use(column.getKey()) != Use.PLAIN) {
                continue;
            }
            long merged = rows.merged(index, column.getKey(), normalization);
            if (merged > 0) {
                return Optional.of(complain(
                        index,
                        column.getKey(),
                        column.getValue(),
                        "it takes upper and lower case for the same, and " + merged
                                + " rows have values that differ in nothing else"));
            }
        }
        return Optional.empty();
    }

    private long count(Table table) {
        long estimate = tables.estimatedRows(table.name());
        return estimate > 0 ? estimate : rows.count(table.name());
    }

    private ColumnId owner(UniqueIndex index, String column) {
        return groups.owner(new ColumnId(index.table(), column));
    }

    private Finding complain(UniqueIndex index, String column, Treatment treatment, String why) {
        ColumnId owner = owner(index, column);
        return new Finding(
                owner,
                new Problem(
                        "'" + treatment.rule().strategy() + "' cannot mask " + owner.shown()
                                + " under the unique index " + index.name() + ": " + why,
                        treatment.rule().where(),
                        ""));
    }
}
