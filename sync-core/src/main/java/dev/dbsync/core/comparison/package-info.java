/**
 * Compares the rows of a pull's target with those of the source that they were copied from: row by row where a key
 * finds them, as a whole otherwise. Masked columns are held against what their masks make of the source's values. Begin
 * with {@link dev.dbsync.core.comparison.RowComparison}.
 */
package dev.dbsync.core.comparison;
