package dev.dbsync.core.database;

import java.util.List;
import java.util.Optional;

/**
 * A table of the user's.
 *
 * @param name its name
 * @param kind what it is
 * @param parent the table that it is a partition of, or inherits from
 * @param columns in the table's order, dropped ones left out
 * @param keys its unique indexes on plain columns, the primary key first
 * @param rowSecurity whether row-level security is on
 * @param extension the extension that it belongs to
 * @param estimatedRows the planner's estimate; 0 where there is none
 * @param bytes on disk, TOAST included, indexes not
 */
public record Table(
        TableName name,
        Kind kind,
        Optional<TableName> parent,
        List<Column> columns,
        List<Key> keys,
        boolean rowSecurity,
        Optional<String> extension,
        long estimatedRows,
        long bytes) {

    /** {@code pg_class.relkind}, with partitions told apart. */
    public enum Kind {
        /** An ordinary table, which may inherit from another. */
        ORDINARY,
        /** A partitioned table: it holds no rows itself. */
        PARTITIONED,
        /** A partition that holds rows. */
        PARTITION,
        /** A partition that is partitioned again. */
        SUB_PARTITIONED,
        /** An unlogged table. */
        UNLOGGED,
        FOREIGN
    }

    public Optional<Column> column(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** The columns that may be written: all but the generated ones. */
    public List<Column> writableColumns() {
        return columns.stream().filter(column -> !column.generated()).toList();
    }

    public Optional<Key> primaryKey() {
        return keys.stream().filter(Key::primary).findFirst();
    }
}
