package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;

/**
 * A rule at work in one column.
 *
 * @param terms what the rule says beside its strategy
 * @param strategy its strategy
 * @param context what the strategy knows of the column
 * @param promise what it promises there, of values that are normalized as the promise says
 */
record Treatment(
        RuleConfig rule, RuleTerms terms, MaskingStrategy strategy, MaskingContext context, OutputPromise promise) {

    /** What the values of a column of its own go through: other columns of the group may be of other types. */
    ColumnMask mask(Column column) {
        return ComparedForm.of(
                column, promise.normalization(), promise.normalization().before(strategy.mask(context)));
    }
}
