package dev.dbsync.core.masking;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The options of one rule, with complaints that a user understands.
 *
 * <p>Options that the strategy does not name in {@link MaskingStrategy#options()} were refused before.
 */
public final class RuleOptions {

    private static final RuleOptions NONE = new RuleOptions(Map.of());

    private final Map<String, Object> values;

    /** @param values texts, numbers, booleans or null by name */
    public RuleOptions(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    public static RuleOptions none() {
        return NONE;
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** The option as text: {@code 42} and {@code true} as they would be written. */
    public String text(String name, String otherwise) {
        return has(name) ? values.get(name).toString() : otherwise;
    }

    /**
     * The option as a whole number.
     *
     * @throws IllegalArgumentException when it is none, or outside the bounds; the message says what is valid
     */
    public int integer(String name, int otherwise, int minimum, int maximum) {
        if (!has(name)) {
            return otherwise;
        }
        if (values.get(name) instanceof Number number
                && number.doubleValue() == number.intValue()
                && number.intValue() >= minimum
                && number.intValue() <= maximum) {
            return number.intValue();
        }
        throw new IllegalArgumentException("'" + name + "' must be a whole number from " + minimum + " to " + maximum);
    }
}
