package dev.dbsync.core.masking;

import dev.dbsync.core.problem.Problem;

/** Why a column's rule will not do. */
record Finding(ColumnId owner, Problem problem) {}
