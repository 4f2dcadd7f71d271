package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a column on its way out of production, and why; for whoever answers for it.
 *
 * @param type as PostgreSQL writes it
 * @param basis what it rests on
 * @param rule the strategy and the options of the rule that holds for it; empty where it needs none
 * @param masked whether its values are masked; otherwise they leave production as they are, or are computed anew
 */
public record ColumnDecision(
        TableName table, String column, String type, Basis basis, Optional<Rule> rule, boolean masked) {

    /**
     * A rule as it stands in the configuration.
     *
     * @param where file, line and column, or what else it comes from
     */
    public record Rule(String strategy, Map<String, Object> options, String where) {}

    /** What a decision rests on. */
    public enum Basis {
        /** A rule that somebody wrote for it. */
        RULE,
        /** A rule that somebody wrote for all columns of its name. */
        PATTERN,
        /** A tag in its comment. */
        TAG,
        /** The rule of the column that it references. */
        INHERITED,
        /** {@code anonymize.unclassified}, as nobody has decided about this very column. */
        UNCLASSIFIED,
        /** No rule, and none is needed: its type holds no personal data by itself. */
        HARMLESS_TYPE,
        /** No rule, and none is needed: it belongs to, or references, a table of reference data. */
        REFERENCE_DATA,
        /** Generated from other columns. */
        GENERATED
    }
}
