package dev.dbsync.core.masking;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is written where a rule stands inside of a rule.
 *
 * @param strategy its name
 * @param options of the rule, without the strategy
 */
record NestedForm(String strategy, Map<String, Object> options) {

    static final String STRATEGY = "strategy";

    /**
     * @param path where it stands, for the complaint
     * @throws IllegalArgumentException for what is no rule
     */
    static NestedForm of(String path, Object rule) {
        if (rule == null) {
            return new NestedForm("null", Map.of());
        }
        if (rule instanceof String name) {
            return new NestedForm(name, Map.of());
        }
        if (rule instanceof Map<?, ?> map && map.containsKey(STRATEGY)) {
            Map<String, Object> options = new LinkedHashMap<>();
            map.forEach((key, value) -> options.put(String.valueOf(key), value));
            Object name = options.remove(STRATEGY);
            return new NestedForm(name == null ? "null" : name.toString(), options);
        }
        throw new IllegalArgumentException("'" + path
                + "' must be the name of a strategy, or a map with one, as in { strategy: hash, digits: 20 }");
    }
}
