package dev.dbsync.core.comparison;

import dev.dbsync.core.database.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table whose rows were copied, and where they went.
 *
 * @param name in the source; holds rows itself, so it may be a partition
 * @param into in the target: the same table, or the partitioned one that routed them
 * @param columns that were copied
 * @param where for which rows were copied, in SQL; empty for all
 * @param bytes in the source, without indexes
 */
public record SentTable(TableName name, TableName into, List<String> columns, Optional<String> where, long bytes) {

    public SentTable {
        columns = List.copyOf(columns);
    }
}
