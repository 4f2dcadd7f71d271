package dev.dbsync.core.masking;

import java.util.Set;

/**
 * How a generated column comes about.
 *
 * @param expression as PostgreSQL writes it
 * @param from the columns that the expression uses
 */
record GeneratedColumn(String expression, Set<String> from) {}
