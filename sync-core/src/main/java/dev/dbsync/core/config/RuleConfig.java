package dev.dbsync.core.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rule for one column.
 *
 * @param strategy its name, such as {@code email}
 * @param options the strategy's options by name ({@code with}, {@code digits}, {@code paths} …): texts, numbers,
 *     booleans or null, and maps and lists of these
 * @param where file:line:column
 */
public record RuleConfig(String strategy, Map<String, Object> options, String where) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /**
     * The rule as it could stand in sync.yaml, in one line and with all keys sorted: equal for rules that mean the
     * same.
     */
    public String shown() {
        return options.isEmpty()
                ? strategy
                : "{ strategy: " + strategy + ", " + entries(options).substring(2);
    }

    private static String entries(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        return sorted.entrySet().stream()
                .map(entry -> key(entry.getKey()) + ": " + value(entry.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String key(String name) {
        return PLAIN.matcher(name).matches() ? name : quoted(name);
    }

    private static String value(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty() ? "{}" : entries(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RuleConfig::value).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
