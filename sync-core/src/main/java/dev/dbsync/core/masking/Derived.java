package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.util.List;

/**
 * What the target computes anew from values that were copied: a generated column, or an index over an expression.
 *
 * @param name of the column or the index
 * @param index whether it is an index
 * @param masked the columns that it is computed from and that are masked
 * @param kept those that are not
 */
public record Derived(TableName table, String name, boolean index, List<String> masked, List<String> kept) {

    public Derived {
        masked = List.copyOf(masked);
        kept = List.copyOf(kept);
    }
}
