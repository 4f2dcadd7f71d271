package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.util.Optional;

/**
 * What was decided for a column, and by whom; for plans and reports.
 *
 * @param strategy its name
 * @param when the SQL condition without which a value is masked all the same: only rows for which it is false keep
 *     theirs; empty where there is none
 * @param domain the domain that it shares with columns that no foreign key joins to it, as a rule names it
 * @param collision the probability that two rows which a unique index keeps apart have the same masked value, at the
 *     table's number of rows; empty where no index is concerned
 */
public record ColumnRule(
        TableName table,
        String column,
        String strategy,
        Why why,
        Optional<String> when,
        Optional<String> domain,
        Optional<Double> collision) {

    public ColumnRule(TableName table, String column, String strategy, Why why) {
        this(table, column, strategy, why, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What a decision rests on. */
    public enum Why {
        /** A rule for this column. */
        RULE,
        /** A rule for all columns of its name. */
        PATTERN,
        /** A tag in its comment. */
        TAG,
        /** The rule of the column that it references, or of the table that it is a partition of. */
        INHERITED,
        /** {@code anonymize.unclassified}: nobody has decided about this column. */
        UNCLASSIFIED
    }
}
