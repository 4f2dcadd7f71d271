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
 */
public record Restored(int back, List<TableName> emptied, List<TableName> complete) {

    public Restored {
        emptied = List.copyOf(emptied);
        complete = List.copyOf(complete);
    }
}
