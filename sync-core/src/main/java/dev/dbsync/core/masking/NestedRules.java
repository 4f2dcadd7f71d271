package dev.dbsync.core.masking;

/** Puts rules to work that stand inside of a rule; found in {@link MaskingContext#nested()}. */
@FunctionalInterface
public interface NestedRules {

    /** For contexts that know no other strategies. */
    NestedRules NONE = (path, rule, of) -> {
        throw new IllegalArgumentException(path + ": no rules may stand here");
    };

    /**
     * A rule for parts of the values, in a domain of its own that the path names, or in the one that the rule names.
     *
     * @param path where the rule stands inside of the outer one, such as {@code paths.$.email}; for complaints
     * @param rule what stands there: the name of a strategy, a map with {@code strategy} and its options, or null,
     *     which is the strategy {@code null}
     * @param baseType of the parts, as {@link MaskingContext#baseType()} has it
     * @throws IllegalArgumentException when there is no such strategy, option or domain, an option's value will not do,
     *     or the strategy gives no values of that type; the message names the path
     */
    NestedRule of(String path, Object rule, String baseType);
}
