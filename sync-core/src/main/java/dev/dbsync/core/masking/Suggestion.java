package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import java.util.Optional;

/**
 * A rule for a column that has none.
 *
 * @param rule empty where nothing fits but {@code keep}, which a person must write
 * @param evident whether the column's name speaks for it
 */
record Suggestion(ColumnId column, Optional<RuleConfig> rule, boolean evident) {}
