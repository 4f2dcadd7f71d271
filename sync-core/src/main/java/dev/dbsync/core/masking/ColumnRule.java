package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;

/**
 * What was decided for a column, and by whom; for plans and reports.
 *
 * @param strategy its name
 */
public record ColumnRule(TableName table, String column, String strategy, Why why) {

    /** What a decision rests on. */
    public enum Why {
        /** A rule for this column. */
        RULE,
        /** The rule of the column that it references, or of the table that it is a partition of. */
        INHERITED,
        /** {@code anonymize.unclassified}: nobody has decided about this column. */
        UNCLASSIFIED
    }
}
