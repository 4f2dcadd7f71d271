package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Key;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.masking.UniqueIndex.Use;
import dev.dbsync.core.problem.Problem;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether rows that a unique index keeps apart are still apart when masked.
 *
 * <p>The chance of a collision is that of the birthday problem: pairs of rows at risk over the number of outputs. At
 * risk are only rows that agree in the columns of the index that tell rows apart better.
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
                    || use == Use.OPERATED
                    || (use == Use.NULLNESS && column.getValue().promise().mayBeNull())) {
                return Optional.of(
                        complain(index, masked, column.getKey(), "what the index makes of masked values is not known"));
            }
        }
        return byOutputs(table, index, masked).or(() -> byMerging(index, masked));
    }

    /** The probability of a collision where the index is in order; empty where the column is not masked there. */
    Optional<Double> collision(Table table, UniqueIndex index, ColumnId owner, Rules rules) {
        Map<String, Treatment> masked = masked(index, rules);
        boolean concerned = masked.keySet().stream()
                .anyMatch(column -> owner(index, column).equals(owner) && index.use(column) != Use.NULLNESS);
        if (!concerned) {
            return Optional.empty();
        }
        Map<String, Normalization> alike = unmasked(index, masked);
        double probability = 0;
        for (Map.Entry<String, Treatment> column : neverConflicts(index, masked)
                ? List.<Map.Entry<String, Treatment>>of()
                : strongestFirst(index, masked)) {
            probability += meeting(table, index, alike, outputs(column));
            alike.put(column.getKey(), column.getValue().promise().normalization());
        }
        return Optional.of(Math.min(1, probability));
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
                        .anyMatch(column -> Set.of(Use.PLAIN, Use.OPERATED).contains(index.use(column.getKey()))
                                && column.getValue().strategy().name().equals("null"));
    }

    /**
     * Two rows differ in some columns of the index, and meet only if all of these become equal: less likely than that
     * the one with the most outputs does. Columns of different rules are not taken for independent of each other.
     */
    private Optional<Finding> byOutputs(Table table, UniqueIndex index, Map<String, Treatment> masked) {
        Map<String, Normalization> alike = unmasked(index, masked);
        double probability = 0;
        for (Map.Entry<String, Treatment> column : strongestFirst(index, masked)) {
            double meeting = meeting(table, index, alike, outputs(column));
            probability += meeting;
            if (probability > TOLERATED) {
                return Optional.of(complain(
                        index, masked, column.getKey(), why(table, index, alike, column, Math.min(1, probability))));
            }
            alike.put(column.getKey(), column.getValue().promise().normalization());
        }
        return Optional.empty();
    }

    private static List<Map.Entry<String, Treatment>> strongestFirst(UniqueIndex index, Map<String, Treatment> masked) {
        return masked.entrySet().stream()
                .filter(column -> index.use(column.getKey()) != Use.NULLNESS)
                .sorted(Comparator.comparingDouble(UniquenessCheck::outputs).reversed())
                .toList();
    }

    private static Map<String, Normalization> unmasked(UniqueIndex index, Map<String, Treatment> masked) {
        Map<String, Normalization> unmasked = new LinkedHashMap<>();
        index.columns().stream()
                .filter(column -> !masked.containsKey(column))
                .forEach(column -> unmasked.put(column, Normalization.NONE));
        return unmasked;
    }

    /** How many pairs of rows that agree in all these columns may be expected to meet in another one. */
    private double meeting(Table table, UniqueIndex index, Map<String, Normalization> alike, double outputs) {
        if (Double.isInfinite(outputs) || keptApartBy(alike, table, index)) {
            return 0;
        }
        long count = count(table);
        double ofAll = count * (count - 1.0) / 2 / outputs;
        boolean negligible = ofAll <= TOLERATED / 1000;
        return alike.isEmpty() || negligible ? ofAll : rows.pairsAlike(index, alike) / outputs;
    }

    private String why(
            Table table,
            UniqueIndex index,
            Map<String, Normalization> alike,
            Map.Entry<String, Treatment> column,
            double probability) {
        double outputs = outputs(column);
        if (outputs > 1) {
            return String.format(
                    Locale.ROOT,
                    "with %.3g possible outputs and about %,d rows, two rows collide with a probability of %.1e,"
                            + " where %.0e is tolerated",
                    outputs,
                    count(table),
                    probability,
                    TOLERATED);
        }
        return alike.isEmpty()
                ? "every row would have the same value there"
                : "every row would have the same value there, and some rows differ in nothing else that the index"
                        + " tells apart";
    }

    private static double outputs(Map.Entry<String, Treatment> column) {
        return column.getValue().promise().outputs();
    }

    /** Whether another key of the table already tells the rows apart by these columns. */
    private static boolean keptApartBy(Map<String, Normalization> alike, Table table, UniqueIndex index) {
        return table.keys().stream()
                .filter(key -> key.primary() || !key.nullsDistinct() || index.nullsDistinct())
                .map(Key::columns)
                .anyMatch(key -> key.stream()
                        .allMatch(column ->
                                Normalization.NONE.equals(alike.get(column)) && index.use(column) == Use.PLAIN));
    }

    private Optional<Finding> byMerging(UniqueIndex index, Map<String, Treatment> masked) {
        Map<String, Normalization> normalized = new LinkedHashMap<>();
        masked.forEach((column, treatment) -> {
            Normalization normalization = treatment.promise().normalization();
            Use use = index.use(column);
            // An index over lower(…) already keeps apart what lower case alone would merge.
            boolean merges = use == Use.PLAIN && !normalization.equals(Normalization.NONE)
                    || use == Use.FOLDED && (normalization.nfc() || normalization.trim());
            if (merges) {
                normalized.put(column, normalization);
            }
        });
        if (normalized.isEmpty()) {
            return Optional.empty();
        }
        String column = normalized.keySet().iterator().next();
        Optional<String> unsayable = normalized.values().stream()
                .flatMap(normalization -> rows.unsayable(normalization).stream())
                .findFirst();
        if (unsayable.isPresent()) {
            return Optional.of(complain(
                    index, masked, column, unsayable.get() + " by 'normalize' (which 'normalize: none' would not)"));
        }
        long merged = rows.merged(index, normalized);
        return merged == 0
                ? Optional.empty()
                : Optional.of(complain(
                        index,
                        masked,
                        column,
                        "it takes " + normalized.get(column).shown() + " for the same, and " + merged
                                + " rows have values that differ in nothing else"));
    }

    private long count(Table table) {
        long estimate = tables.estimatedRows(table.name());
        return estimate > 0 ? estimate : rows.count(table.name());
    }

    private ColumnId owner(UniqueIndex index, String column) {
        return groups.owner(new ColumnId(index.table(), column));
    }

    private Finding complain(UniqueIndex index, Map<String, Treatment> masked, String column, String why) {
        ColumnId owner = owner(index, column);
        RuleConfig rule = masked.get(column).rule();
        String others = masked.entrySet().stream()
                .filter(other -> !other.getKey().equals(column))
                .map(other -> other.getKey() + " by '" + other.getValue().rule().strategy() + "'")
                .collect(Collectors.joining(", "));
        Set<ColumnId> concerned = new LinkedHashSet<>();
        masked.keySet().forEach(name -> concerned.add(owner(index, name)));
        return new Finding(
                owner,
                concerned,
                new Problem(
                        "'" + rule.strategy() + "' cannot mask " + owner.shown() + " under the unique index "
                                + index.shown() + (others.isEmpty() ? "" : ", masked also in " + others) + ": " + why,
                        rule.where(),
                        ""));
    }
}
