package dev.dbsync.core.config;

import java.util.List;

/**
 * A lookup table as configured.
 *
 * @param table schema-qualified where it is not in the default schema
 * @param key the columns that identify a row; empty: the primary key
 * @param ignore columns that are neither compared nor updated
 * @param keepDeleted whether rows that the source no longer has stay in the target ({@code delete: keep})
 * @param where file:line:column
 */
public record LookupConfig(String table, List<String> key, List<String> ignore, boolean keepDeleted, String where) {}
