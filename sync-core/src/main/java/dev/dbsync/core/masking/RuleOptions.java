package dev.dbsync.core.masking;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The options of one rule, with complaints that a user understands.
 *
 * <p>Options that the strategy does not name in {@link MaskingStrategy#options()} were refused before.
 */
public final class RuleOptions {

    private static final RuleOptions NONE = new RuleOptions(Map.of());

    private final Map<String, Object> values;

    /** @param values texts, numbers, booleans or null by name, and maps and lists of these */
    public RuleOptions(Map<String, ?> values) {
        this.values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    public static RuleOptions none() {
        return NONE;
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    /**
     * The option as text: {@code 42} and {@code true} as they would be written.
     *
     * @throws IllegalArgumentException when it is a map or a list
     */
    public String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        Object value = values.get(name);
        if (value instanceof Map || value instanceof List) {
            throw wrong(name, "a single value");
        }
        return value.toString();
    }

    /**
     * The option as a whole number.
     *
     * @throws IllegalArgumentException when it is none, or outside the bounds; the message says what is valid
     */
    public int integer(String name, int otherwise, int minimum, int maximum) {
        return (int) integer(name, (long) otherwise, minimum, maximum);
    }

    /**
     * The option as a whole number.
     *
     * @throws IllegalArgumentException when it is none, or outside the bounds; the message says what is valid
     */
    public long integer(String name, long otherwise, long minimum, long maximum) {
        if (!has(name)) {
            return otherwise;
        }
        if (values.get(name) instanceof Number number) {
            BigDecimal value = new BigDecimal(number.toString());
            boolean whole = value.stripTrailingZeros().scale() <= 0;
            if (whole && isBetween(value, BigDecimal.valueOf(minimum), BigDecimal.valueOf(maximum))) {
                return value.longValueExact();
            }
        }
        throw wrong(name, "a whole number from " + minimum + " to " + maximum);
    }

    /**
     * The option as a number.
     *
     * @throws IllegalArgumentException when it is none, or outside the bounds; the message says what is valid
     */
    public BigDecimal decimal(String name, BigDecimal otherwise, BigDecimal minimum, BigDecimal maximum) {
        if (!has(name)) {
            return otherwise;
        }
        if (values.get(name) instanceof Number number) {
            BigDecimal value = new BigDecimal(number.toString());
            if (isBetween(value, minimum, maximum)) {
                return value;
            }
        }
        throw wrong(name, "a number from " + minimum.toPlainString() + " to " + maximum.toPlainString());
    }

    /** @throws IllegalArgumentException when it is neither true nor false */
    public boolean bool(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (values.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    /**
     * The option as one of some words.
     *
     * @throws IllegalArgumentException when it is none of them; the message lists them
     */
    public String word(String name, String otherwise, Collection<String> words) {
        String word = text(name, otherwise);
        if (word == null || words.contains(word)) {
            return word;
        }
        throw wrong(name, words.stream().sorted().collect(Collectors.joining(", ", "one of ", "")));
    }

    /**
     * The option as a map, in no particular order; empty where the rule has none.
     *
     * @throws IllegalArgumentException when it is no map
     */
    public Map<String, Object> map(String name) {
        if (!has(name)) {
            return Map.of();
        }
        if (values.get(name) instanceof Map<?, ?> map) {
            Map<String, Object> named = new HashMap<>();
            map.forEach((key, value) -> named.put(String.valueOf(key), value));
            return Collections.unmodifiableMap(named);
        }
        throw wrong(name, "a map");
    }

    /**
     * The option as a list, a single value as a list of it; empty where the rule has none.
     *
     * @throws IllegalArgumentException when it is a map
     */
    public List<Object> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        Object value = values.get(name);
        if (value instanceof Map) {
            throw wrong(name, "a list");
        }
        return value instanceof List<?> list ? Collections.unmodifiableList(list) : List.of(value);
    }

    /** A rule, or whatever else only the asker understands; null where the rule has none. */
    public Object any(String name) {
        return values.get(name);
    }

    /** Never the value: it may be what is to be hidden. */
    private static IllegalArgumentException wrong(String name, String valid) {
        return new IllegalArgumentException("'" + name + "' must be " + valid);
    }

    private static boolean isBetween(BigDecimal value, BigDecimal minimum, BigDecimal maximum) {
        return value.compareTo(minimum) >= 0 && value.compareTo(maximum) <= 0;
    }
}
