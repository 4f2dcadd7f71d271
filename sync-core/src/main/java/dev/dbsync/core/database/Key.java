package dev.dbsync.core.database;

import java.util.List;

/**
 * A unique index on plain columns, partial ones and ones over expressions left out.
 *
 * @param name of the index
 * @param columns in the index's order
 * @param primary whether it is the primary key
 * @param nullsDistinct whether two NULLs count as different (the default)
 * @param deferrable whether its constraint may be checked at commit
 */
public record Key(String name, List<String> columns, boolean primary, boolean nullsDistinct, boolean deferrable) {}
