package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import java.util.List;

/**
 * What became of a load that did not come to its end, when all that was set aside for it was put back.
 *
 * @param back how many indexes, keys, foreign keys and triggers had been set aside, and are as they were
 * @param emptied tables that hold no rows now, because those that the load had left did not fit together
 * @param complete tables that hold all rows that were to be copied; all others of the load hold some, none, or those
 *     from before it
 * @param condemned tables and materialized views that hold no rows now, because a proof had found in them what should
 *     have been masked
 * @param unproved tables that hold rows which the load has copied: nobody has seen to the end whether anything stands
 *     in them that should have been masked
 */
public record Restored(
        int back,
        List<TableName> emptied,
        List<TableName> complete,
        List<TableName> condemned,
        List<TableName> unproved) {

    public Restored {
        emptied = List.copyOf(emptied);
        complete = List.copyOf(complete);
        condemned = List.copyOf(condemned);
        unproved = List.copyOf(unproved);
    }
}
