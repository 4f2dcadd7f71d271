package dev.dbsync.core.masking;

import java.util.Map;
import java.util.Optional;

/**
 * What a strategy may know of the column that it masks. Columns that foreign keys join share one context, so that equal
 * values stay equal among them.
 *
 * @param type the sort of type
 * @param baseType the type below all domains and without a modifier, as PostgreSQL names it: {@code smallint},
 *     {@code timestamp without time zone}, {@code text[]}; where joined columns differ, that of the referenced one, and
 *     of integers the narrowest
 * @param maxLength in characters, the shortest among the joined columns, of an array: of its elements; empty where
 *     there is no limit
 * @param unique whether a unique index or constraint covers one of the joined columns, alone or with others
 * @param options of the rule
 * @param hash keyed, and of this column's domain
 * @param nested puts rules to work that stand in the options of this one
 */
public record MaskingContext(
        TypeCategory type,
        String baseType,
        Optional<Integer> maxLength,
        boolean unique,
        RuleOptions options,
        KeyedHash hash,
        NestedRules nested) {

    /** Of a column whose type is named by its category alone, and in whose rule no others stand. */
    public MaskingContext(
            TypeCategory type, Optional<Integer> maxLength, boolean unique, RuleOptions options, KeyedHash hash) {
        this(type, type.example(), maxLength, unique, options, hash, NestedRules.NONE);
    }

    /**
     * Of a column without a limit of length and without a unique index, which is a domain of its own; for tests of
     * strategies.
     *
     * @param baseType as {@link #baseType()} has it
     * @param options of the rule, as they would be read from {@code sync.yaml}
     * @throws dev.dbsync.core.problem.SyncException when a strategy on the class path cannot be loaded
     */
    public static MaskingContext of(String baseType, Map<String, ?> options, MaskingKey key) {
        String domain = "test of " + baseType;
        return new MaskingContext(
                TypeCategory.ofBuiltIn(baseType),
                baseType,
                Optional.empty(),
                false,
                new RuleOptions(options),
                key.inDomain(domain),
                new KnownNestedRules(
                        Strategies.discover(), path -> key.inDomain(domain + " " + path), NestedDomains.NONE));
    }

    /** The same of a column with a limit of length. */
    public MaskingContext withMaxLength(int characters) {
        return new MaskingContext(type, baseType, Optional.of(characters), unique, options, hash, nested);
    }

    /** The same of a column under a unique index. */
    public MaskingContext withUniqueIndex() {
        return new MaskingContext(type, baseType, maxLength, true, options, hash, nested);
    }

    /** The base type of an array's elements; empty for what is no array. */
    public Optional<String> elementType() {
        return type == TypeCategory.ARRAY && baseType.endsWith("[]")
                ? Optional.of(baseType.substring(0, baseType.length() - 2))
                : Optional.empty();
    }
}
