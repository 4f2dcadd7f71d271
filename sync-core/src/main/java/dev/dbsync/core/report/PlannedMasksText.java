package dev.dbsync.core.report;

import dev.dbsync.core.masking.ColumnRule;
import dev.dbsync.core.masking.Derived;
import dev.dbsync.core.masking.MaskingPolicy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a plan says of masks beside their names: conditions, what is computed from them, how likely they collide. */
final class PlannedMasksText {

    private PlannedMasksText() {}

    /** Lines for the plan; none where there is nothing to say. */
    static String of(MaskingPolicy masking) {
        StringBuilder text = new StringBuilder();
        List<ColumnRule> rules = masking.rules();
        for (ColumnRule rule : rules) {
            rule.when()
                    .ifPresent(condition -> text.append("  of ")
                            .append(column(rule))
                            .append(" only values of rows are masked where ")
                            .append(condition.strip().replaceAll("\\s+", " "))
                            .append(" (or where that is unknown)\n"));
        }
        masking.derived().stream()
                .filter(derived ->
                        !derived.masked().isEmpty() || !derived.kept().isEmpty())
                .forEach(derived -> text.append("  ").append(shown(derived)).append('\n'));
        String unique = rules.stream()
                .filter(rule -> rule.collision().isPresent())
                .map(rule -> column(rule) + " " + probability(rule.collision().get()))
                .collect(Collectors.joining(", "));
        if (!unique.isEmpty()) {
            text.append("  masked and unique, with the probability that two rows collide: ")
                    .append(unique)
                    .append('\n');
        }
        return text.toString();
    }

    private static String shown(Derived derived) {
        String from = Stream.of(
                        derived.masked().isEmpty() ? "" : String.join(", ", derived.masked()) + " (masked)",
                        derived.kept().isEmpty() ? "" : String.join(", ", derived.kept()) + " (kept)")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" and "));
        return derived.index()
                ? "the index " + derived.name() + " of " + derived.table().shown() + " computes from " + from
                : derived.table().shown() + "." + derived.name() + " is computed anew from " + from;
    }

    private static String column(ColumnRule rule) {
        return rule.table().shown() + "." + rule.column();
    }

    private static String probability(double probability) {
        return probability == 0 ? "0" : String.format(Locale.ROOT, "%.0e", probability);
    }
}
