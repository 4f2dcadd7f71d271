package dev.dbsync.core.lookup;

import dev.dbsync.core.database.TableName;

/**
 * What a merge did to one lookup table, in rows.
 *
 * @param table its name
 * @param inserted rows that only the source had
 * @param updated rows that both had, with different values
 * @param deleted rows that only the target had
 */
public record LookupCounts(TableName table, long inserted, long updated, long deleted) {}
