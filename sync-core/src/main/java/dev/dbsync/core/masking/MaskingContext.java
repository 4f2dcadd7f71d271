package dev.dbsync.core.masking;

import java.util.Optional;

/**
 * What a strategy may know of the column that it masks. Columns that foreign keys join share one context, so that equal
 * values stay equal among them.
 *
 * @param type the sort of type
 * @param maxLength in characters, the shortest among the joined columns; empty where there is no limit
 * @param unique whether a unique index or constraint covers one of the joined columns, alone or with others
 * @param options of the rule
 * @param hash keyed, and of this column's domain
 */
public record MaskingContext(
        TypeCategory type, Optional<Integer> maxLength, boolean unique, RuleOptions options, KeyedHash hash) {}
