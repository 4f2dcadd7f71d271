package dev.dbsync.core.masking;

import dev.dbsync.core.problem.Problem;
import java.util.Set;

/**
 * Why a column's rule will not do.
 *
 * @param owner the column
 * @param concerned it, and those whose rules together with its own will not do
 */
record Finding(ColumnId owner, Set<ColumnId> concerned, Problem problem) {

    Finding(ColumnId owner, Problem problem) {
        this(owner, Set.of(owner), problem);
    }
}
