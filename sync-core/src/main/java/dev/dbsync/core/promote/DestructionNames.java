package dev.dbsync.core.promote;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.script.Destruction;
import dev.dbsync.core.script.Destruction.Kind;
import dev.dbsync.core.script.PendingColumn;
import dev.dbsync.core.script.PendingRelation;
import dev.dbsync.core.script.PendingSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says what is destroyed: by its name in the script, by that in the target, and by all that acknowledge it. */
final class DestructionNames {

    private final String target;
    private final String defaultSchema;

    DestructionNames(String target, String defaultSchema) {
        this.target = target;
        this.defaultSchema = defaultSchema;
    }

    DestructiveChange of(Destruction destruction, boolean losesData) {
        return change(destruction, Optional.empty(), names(destruction), losesData);
    }

    DestructiveChange of(Destruction destruction, PendingSchema schema, boolean losesData) {
        Set<String> names = names(destruction);
        schema.original().ifPresent(names::add);
        return change(
                destruction,
                schema.original().flatMap(was -> origin(destruction, was, schema.renamedBy())),
                names,
                losesData);
    }

    DestructiveChange of(Destruction destruction, PendingRelation relation, boolean losesData) {
        Optional<PendingColumn> column = destruction.column().flatMap(relation::column);
        Set<String> renamedBy = new LinkedHashSet<>(relation.renamedBy());
        column.ifPresent(of -> renamedBy.addAll(of.renamedBy()));
        // An attribute has no history of its own, and a column that nobody knows has none either.
        Optional<String> columnWas =
                column.flatMap(PendingColumn::original).map(Column::name).or(destruction::column);
        Set<String> names = names(destruction);
        List<String> was = new ArrayList<>();
        relation.original().ifPresent(name -> {
            names.addAll(names(name.schema(), name.name(), columnWas));
            was.add(name.shown() + columnWas.map(of -> "." + of).orElse(""));
        });
        return change(
                destruction,
                was.stream().findFirst().flatMap(of -> origin(destruction, of, renamedBy)),
                names,
                losesData);
    }

    /** Empty where the script says what the target says. */
    private Optional<String> origin(Destruction destruction, String was, Collection<String> renamedBy) {
        return renamedBy.isEmpty() || was.equals(destruction.object())
                ? Optional.empty()
                : Optional.of(was + " of " + target + ", renamed by " + String.join(", ", renamedBy));
    }

    private static DestructiveChange change(
            Destruction destruction, Optional<String> origin, Set<String> names, boolean losesData) {
        return new DestructiveChange(
                what(destruction.kind()),
                destruction.object(),
                origin,
                names,
                destruction.script(),
                destruction.line(),
                losesData);
    }

    private Set<String> names(Destruction destruction) {
        String table = destruction.table().name();
        if (destruction.kind() == Kind.DROP_SCHEMA || destruction.kind() == Kind.DROP_DATABASE) {
            return new TreeSet<>(Set.of(table));
        }
        Set<String> names = names(destruction.table().schema().orElse(defaultSchema), table, destruction.column());
        names.add(destruction.object());
        return names;
    }

    private static Set<String> names(String schema, String table, Optional<String> column) {
        Set<String> names = new TreeSet<>(List.of(table, schema, schema + "." + table));
        column.ifPresent(of -> {
            names.add(table + "." + of);
            names.add(schema + "." + table + "." + of);
        });
        return names;
    }

    private static String what(Kind kind) {
        return switch (kind) {
            case DROP_TABLE -> "drops the table";
            case DROP_COLUMN -> "drops the column";
            case DROP_ATTRIBUTE -> "drops the attribute";
            case DROP_SCHEMA -> "drops the schema";
            case DROP_SEQUENCE -> "drops the sequence";
            case DROP_DATABASE -> "drops the database";
            case DROP_VIEW -> "drops the view";
            case DROP_CASCADE -> "drops with CASCADE";
            case DROP_EXTENSION -> "drops, with tables of its own, the extension";
            case TRUNCATE -> "empties";
            case DELETE_ALL -> "deletes all rows of";
            case DELETE_MATCHED -> "deletes by MERGE, without a condition, rows of";
            case TYPE_CHANGE, TYPE_CHANGE_COMPUTED, ATTRIBUTE_TYPE_CHANGE -> "changes the type of";
            case SET_NOT_NULL -> "scans under an exclusive lock, for NOT NULL:";
            case ADD_NOT_NULL_COLUMN -> "fails if there are rows, for lack of a default:";
            case ADD_COMPUTED_COLUMN -> "rewrites the table for";
            case CREATE_INDEX -> "blocks writers while it builds an index on";
            case ADD_VALIDATED_CONSTRAINT -> "scans under a lock, for a constraint without NOT VALID on";
            case ADD_INDEX_CONSTRAINT -> "blocks readers and writers while it builds the index of a constraint on";
            case REWRITE_TABLE -> "rewrites";
            case CODE -> "runs code that may lose data of";
            case DETACH_PARTITION -> "detaches the partition";
            case RENAME -> "renames";
        };
    }
}
