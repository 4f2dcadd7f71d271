package dev.dbsync.core.script;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.script.NameChange.ColumnMade;
import dev.dbsync.core.script.NameChange.ColumnRenamed;
import dev.dbsync.core.script.NameChange.Made;
import dev.dbsync.core.script.NameChange.Moved;
import dev.dbsync.core.script.NameChange.Renamed;
import dev.dbsync.core.script.NameChange.SchemaRenamed;
import dev.dbsync.core.script.NameChange.ViewMade;
import java.util.HashSet;
import java.util.Set;

/** The names that any of the pending scripts gives to anything, whenever it runs. */
final class FutureNames {

    private final String defaultSchema;
    private final Set<TableName> made = new HashSet<>();
    private final Set<String> madeColumns = new HashSet<>();
    /** By their last part, since a rename keeps whatever schema there is. */
    private final Set<String> arriving = new HashSet<>();

    private final Set<String> arrivingColumns = new HashSet<>();
    private final Set<String> arrivingSchemas = new HashSet<>();

    FutureNames(String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    void add(NameChange change) {
        if (change instanceof Made relation && !relation.temporary()) {
            made.add(full(relation.name()));
        } else if (change instanceof ColumnMade column) {
            madeColumns.add(column.column());
        } else if (change instanceof Renamed renamed) {
            arriving.add(renamed.to());
        } else if (change instanceof Moved moved) {
            arriving.add(moved.name().name());
        } else if (change instanceof ViewMade view) {
            arriving.add(view.name().name());
        } else if (change instanceof ColumnRenamed renamed) {
            arrivingColumns.add(renamed.to());
        } else if (change instanceof SchemaRenamed renamed) {
            arrivingSchemas.add(renamed.to());
        }
    }

    /** Whether something that exists, or a view, may come to this name. */
    boolean mayArrive(SqlName name) {
        return arriving.contains(name.name())
                || arrivingSchemas.contains(name.schema().orElse(defaultSchema));
    }

    boolean columnMayArrive(String column) {
        return arrivingColumns.contains(column);
    }

    boolean makes(SqlName name) {
        return made.contains(full(name));
    }

    boolean makesColumn(String column) {
        return madeColumns.contains(column);
    }

    private TableName full(SqlName name) {
        return new TableName(name.schema().orElse(defaultSchema), name.name());
    }
}
