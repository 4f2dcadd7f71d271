package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the reasoning needs to know of the source beyond its catalog. */
interface SourceRows {

    /** Unique indexes that are partial or over expressions, and exclusion constraints. */
    List<UniqueIndex> otherUniqueIndexes();

    /** Generated columns, and what they are computed from. */
    Map<ColumnId, GeneratedColumn> generatedColumns();

    /** All indexes, and what they are computed from. */
    List<DerivedIndex> derivedIndexes();

    /** Why a text is no value of the column's type, its domain's checks included; empty where it is one. */
    Optional<String> complaint(Column column, String value);

    /** The columns that decide which partition a row is in. */
    Map<TableName, Set<String>> partitionKeys();

    /** How many rows a table has, its partitions and heirs included. */
    long count(TableName table);

    /**
     * How many pairs of rows under the index agree in all these columns, each normalized so; in those that the index
     * folds, without regard to upper and lower case.
     */
    double pairsAlike(UniqueIndex index, Map<String, Normalization> columns);

    /** How many values of the index would fall together with others if these of its columns were normalized so. */
    long merged(UniqueIndex index, Map<String, Normalization> columns);

    /** Why the source cannot tell what normalizing so would merge; empty where it can. */
    Optional<String> unsayable(Normalization normalization);

    /** Why a condition will not do for rows of this table; empty where it will. */
    Optional<String> complaint(TableName table, String condition);

    /** Whether a condition speaks of nothing but this column of a row. */
    boolean speaksOfNothingBut(TableName table, Column column, String condition);
}
