package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a backup holds besides the schema of everything.
 *
 * @param scope all rows, none, or those of {@code tables}
 * @param tables whose rows it holds where the scope is {@link Scope#TOUCHED}; empty otherwise
 */
public record BackupContent(Scope scope, SortedSet<TableName> tables) {

    public BackupContent {
        tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
    }

    /** Schema and all rows. */
    public static BackupContent full() {
        return new BackupContent(Scope.FULL, new TreeSet<>());
    }

    /** The schema alone. */
    public static BackupContent schema() {
        return new BackupContent(Scope.SCHEMA, new TreeSet<>());
    }

    /** Schema, and the rows of these tables. */
    public static BackupContent touched(Set<TableName> tables) {
        return new BackupContent(Scope.TOUCHED, new TreeSet<>(tables));
    }

    /** Says what a backup is to hold, once its moment is fixed. */
    @FunctionalInterface
    public interface Choice {

        /** What {@code backup.scope} says by itself: where nobody knows what is touched, everything may be. */
        static Choice by(Scope scope) {
            return (snapshot, catalog) -> scope == Scope.SCHEMA ? schema() : full();
        }

        /**
         * @param snapshot a session in the backup's snapshot
         * @param catalog as of the snapshot
         */
        BackupContent of(Connection snapshot, Catalog catalog) throws SQLException;
    }

    /** Whether the rows that this table itself holds are in it. */
    boolean holdsRowsOf(Table table) {
        return switch (scope) {
            case FULL -> true;
            case TOUCHED -> tables.contains(table.name());
            case SCHEMA -> false;
        };
    }

    /** Foreign keys from rows that are in it to rows that are not. */
    List<Manifest.OpenKey> openKeys(Catalog catalog) {
        List<Manifest.OpenKey> open = new ArrayList<>();
        if (scope == Scope.TOUCHED) {
            for (ForeignKey key : catalog.foreignKeys()) {
                boolean held = rowsOf(key.table(), catalog).stream().anyMatch(tables::contains);
                if (held && !tables.containsAll(rowsOf(key.target(), catalog))) {
                    open.add(new Manifest.OpenKey(
                            key.table().schema(), key.table().name(), key.name()));
                }
            }
        }
        return List.copyOf(open);
    }

    /** The tables that hold a table's rows: itself, or the partitions below it. */
    private static Set<TableName> rowsOf(TableName name, Catalog catalog) {
        Set<TableName> found = new TreeSet<>();
        catalog.table(name).ifPresent(table -> {
            if (table.kind() != Table.Kind.PARTITIONED && table.kind() != Table.Kind.SUB_PARTITIONED) {
                found.add(name);
                return;
            }
            catalog.tables().stream()
                    .filter(child -> child.parent().equals(Optional.of(name)))
                    .forEach(child -> found.addAll(rowsOf(child.name(), catalog)));
        });
        return found;
    }
}
