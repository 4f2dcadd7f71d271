package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.TableName;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Suggestions as the block to paste into sync.yaml. */
final class SuggestedYaml {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
    private static final Set<String> NOT_PLAIN = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private SuggestedYaml() {}

    /** @param names what the tables are called in sync.yaml */
    static String block(Collection<Suggestion> suggestions, Function<TableName, String> names) {
        Map<TableName, Map<String, Suggestion>> tables = new TreeMap<>();
        for (Suggestion suggestion : suggestions) {
            tables.computeIfAbsent(suggestion.column().table(), name -> new TreeMap<>())
                    .put(suggestion.column().column(), suggestion);
        }
        StringBuilder yaml = new StringBuilder("anonymize:\n  tables:");
        tables.forEach((table, columns) -> {
            // A table with nothing but comments below it would be a table with a null.
            boolean anyRule =
                    columns.values().stream().anyMatch(column -> column.rule().isPresent());
            yaml.append(anyRule ? "\n    " : "\n    # ")
                    .append(key(names.apply(table)))
                    .append(':');
            columns.values().forEach(column -> yaml.append("\n      ").append(line(column)));
        });
        return yaml.toString();
    }

    /** {@code hash}, or {@code { strategy: hash, digits: 24 }}. */
    static String rule(RuleConfig rule) {
        return rule.shown();
    }

    private static String line(Suggestion suggestion) {
        String column = key(suggestion.column().column());
        Optional<RuleConfig> rule = suggestion.rule();
        if (rule.isEmpty()) {
            return "# " + column + ": keep  # a person must decide: no other strategy fits this column";
        }
        return column + ": " + rule(rule.get())
                + (suggestion.evident() ? "" : "  # or keep, where it holds nothing personal");
    }

    private static String key(String name) {
        return PLAIN.matcher(name).matches() && !NOT_PLAIN.contains(name.toLowerCase(Locale.ROOT))
                ? name
                : quoted(name);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
