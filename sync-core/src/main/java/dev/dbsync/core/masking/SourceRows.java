package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the reasoning needs to know of the source beyond its catalog. */
interface SourceRows {

    /** Unique indexes that are partial or over expressions, and exclusion constraints. */
    List<UniqueIndex> otherUniqueIndexes();

    /** Generated columns, and what they are computed from. */
    Map<ColumnId, GeneratedColumn> generatedColumns();

    /** The columns that decide which partition a row is in. */
    Map<TableName, Set<String>> partitionKeys();

    /** How many rows a table has, its partitions and heirs included. */
    long count(TableName table);

    /**
     * How many pairs of rows under the index agree in all these columns, each normalized so; in those that the index
     * folds, without regard to upper and lower case.
     */
    double pairsAlike(UniqueIndex index, Map<String, Normalization> columns);

    /** How many values of the index would fall together with others if this column were normalized so. */
    long merged(UniqueIndex index, String column, Normalization normalization);
}
