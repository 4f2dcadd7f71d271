package dev.dbsync.core.masking;

import java.util.Set;

/**
 * A way to mask values, named in a rule. Implementations are found by {@link java.util.ServiceLoader}: a public class
 * with a public constructor without parameters, named in
 * {@code META-INF/services/dev.dbsync.core.masking.MaskingStrategy} of a jar among the plugin's dependencies.
 *
 * <p>Deterministic: under one key, equal values of one domain give equal outputs. All randomness comes from
 * {@link MaskingContext#hash()}.
 */
public interface MaskingStrategy {

    /** What rules call it, in lower case. */
    String name();

    /** The names of the options that a rule may give it. */
    default Set<String> options() {
        return Set.of();
    }

    /** Whether its outputs are valid values of such types; text only, unless it says otherwise. */
    default boolean fits(TypeCategory type) {
        return type == TypeCategory.TEXT;
    }

    /**
     * What it promises about its outputs in this column.
     *
     * @throws IllegalArgumentException when an option's value will not do; the message is shown to the user
     */
    OutputPromise promise(MaskingContext context);

    /** The mask of one column; called only after {@link #promise} has returned for the same context. */
    ColumnMask mask(MaskingContext context);
}
