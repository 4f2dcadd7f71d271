package dev.dbsync.core.lookup;

import java.util.List;

/**
 * The first rows of one lookup table that a merge changes.
 *
 * @param key the columns that identify a row
 * @param rows in the order of their keys, no more than {@link LookupChanges#ROWS_A_TABLE}
 */
public record LookupRows(List<String> key, List<RowChange> rows) {}
