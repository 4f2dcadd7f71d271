package dev.dbsync.core.status;

/**
 * A column that a pull from its environment would refuse: nobody has decided what becomes of it.
 *
 * @param environment where it was found
 * @param table without {@code public.}
 */
public record UnclassifiedColumn(String environment, String table, String column) {}
