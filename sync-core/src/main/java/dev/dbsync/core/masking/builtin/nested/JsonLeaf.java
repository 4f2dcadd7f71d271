package dev.dbsync.core.masking.builtin.nested;

import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.NestedRule;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What becomes of the strings, numbers and booleans at a path: their text is masked and becomes a string, or NULL. By a
 * strategy that only numbers fit, numbers become numbers, and all else is redacted.
 *
 * @param numbers whether the rule is one for numbers
 */
record JsonLeaf(NestedRule rule, boolean numbers) {

    /** @throws IllegalArgumentException when the rule will do neither for texts nor for numbers */
    static JsonLeaf of(String path, Object rule, MaskingContext context) {
        String place = "paths." + path;
        try {
            return new JsonLeaf(context.nested().of(place, rule, "text"), false);
        } catch (IllegalArgumentException e) {
            return number(place, rule, context).orElseThrow(() -> e);
        }
    }

    private static Optional<JsonLeaf> number(String place, Object rule, MaskingContext context) {
        for (String type : new String[] {"numeric", "bigint"}) {
            try {
                return Optional.of(new JsonLeaf(context.nested().of(place, rule, type), true));
            } catch (IllegalArgumentException e) {
                // What is wrong with it as a rule for texts is said.
            }
        }
        return Optional.empty();
    }

    boolean keeps() {
        return rule.promise().keepsInput();
    }

    /** Null for JSON's null. */
    String masked(String leaf) {
        byte[] masked = rule.mask().mask(leaf.getBytes(StandardCharsets.UTF_8));
        return masked == null ? null : new String(masked, StandardCharsets.UTF_8);
    }
}
