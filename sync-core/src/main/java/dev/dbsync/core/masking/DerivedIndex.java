package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.util.Set;

/**
 * An index, and what it is computed from.
 *
 * @param btree whether its entries may be no longer than about a third of a page
 * @param computed whether an expression or a predicate is a part of it, which values could make fail
 * @param columns that it holds as they are
 * @param mentioned all columns that it depends on
 */
record DerivedIndex(
        String name, TableName table, boolean btree, boolean computed, Set<String> columns, Set<String> mentioned) {}
