package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;

/** What is to become of a column. */
sealed interface Decision {

    /** Copied as it is, and nobody needs to decide so. */
    record Harmless() implements Decision {}

    /** A rule applies, its own or another's. */
    record Ruled(RuleConfig rule, ColumnRule.Why why) implements Decision {}

    /**
     * Somebody has to decide.
     *
     * @param root the column that needs the rule: this one, or the one that it references
     */
    record Unclassified(ColumnId root) implements Decision {}

    /** Its rule is wrong, which was already reported. */
    record Undecidable() implements Decision {}
}
