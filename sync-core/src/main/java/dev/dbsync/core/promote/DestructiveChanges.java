package dev.dbsync.core.promote;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.script.Destruction;
import dev.dbsync.core.script.Destruction.Kind;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.script.ScriptStatement;
import dev.dbsync.core.script.SqlName;
import dev.dbsync.core.script.StatementKind;
import dev.dbsync.core.script.TypeChange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what pending scripts destroy in a target, as it is before they run.
 *
 * <p>A table that the target does not have yet has nothing to lose. What the grammar does not know is taken for the
 * worst where its first words allow it.
 */
final class DestructiveChanges {

    /** Below this size, an index or a check of all rows is done before anyone notices. */
    private static final long LARGE_BYTES = 64L * 1024 * 1024;

    /** Statements that could lose data, as far as their first words tell. */
    private static final Set<StatementKind> COULD_LOSE = EnumSet.of(
            StatementKind.DELETE,
            StatementKind.MERGE,
            StatementKind.TRUNCATE,
            StatementKind.ALTER,
            StatementKind.DROP,
            StatementKind.DO,
            StatementKind.OTHER);

    /** Kinds whose harm grows with the table: of a small one they are not worth a word. */
    private static final Set<Kind> SLOW_ON_LARGE_TABLES = EnumSet.of(
            Kind.SET_NOT_NULL,
            Kind.ADD_COMPUTED_COLUMN,
            Kind.CREATE_INDEX,
            Kind.ADD_VALIDATED_CONSTRAINT,
            Kind.ADD_INDEX_CONSTRAINT,
            Kind.REWRITE_TABLE);

    private final Catalog catalog;
    private final String defaultSchema;

    DestructiveChanges(Catalog catalog, String defaultSchema) {
        this.catalog = catalog;
        this.defaultSchema = defaultSchema;
    }

    /** @param scripts in the order in which they run */
    List<DestructiveChange> of(List<Script> scripts) {
        List<DestructiveChange> changes = new ArrayList<>();
        scripts.forEach(script -> {
            script.destructions().forEach(destruction -> change(destruction).ifPresent(changes::add));
            script.unparsed().stream()
                    .filter(statement -> COULD_LOSE.contains(statement.kind()))
                    .map(statement -> unknown(script.name(), statement))
                    .forEach(changes::add);
        });
        return List.copyOf(changes);
    }

    private static DestructiveChange unknown(String script, ScriptStatement statement) {
        return new DestructiveChange(
                "could not be read; it may lose data:", "*", Set.of(), script, statement.line(), true);
    }

    private Optional<DestructiveChange> change(Destruction destruction) {
        if (!concernsTable(destruction.kind())) {
            return Optional.of(shown(destruction, destruction.losesData()));
        }
        Optional<Table> table = table(destruction.table());
        if (table.isEmpty()) {
            return Optional.empty();
        }
        if (SLOW_ON_LARGE_TABLES.contains(destruction.kind()) && table.get().bytes() < LARGE_BYTES) {
            return Optional.empty();
        }
        return destruction.kind() == Kind.TYPE_CHANGE
                ? typeChange(destruction, table.get())
                : Optional.of(shown(destruction, destruction.losesData()));
    }

    /** A change that keeps every value is none; it may rewrite the table all the same. */
    private Optional<DestructiveChange> typeChange(Destruction destruction, Table table) {
        Optional<Column> column = destruction.column().flatMap(table::column);
        if (column.isEmpty()
                || TypeChange.narrows(column.get().type(), destruction.newType().orElse(""))) {
            return Optional.of(shown(destruction, true));
        }
        return table.bytes() < LARGE_BYTES ? Optional.empty() : Optional.of(shown(destruction, false));
    }

    private static boolean concernsTable(Kind kind) {
        return switch (kind) {
            case DROP_SCHEMA, DROP_SEQUENCE, DROP_DATABASE, DROP_VIEW, DROP_CASCADE, CODE, RENAME -> false;
            default -> true;
        };
    }

    /** The named table; an unqualified name means any of that name, since a script may set its own search path. */
    private Optional<Table> table(SqlName name) {
        String schema = name.schema().orElse(defaultSchema);
        return catalog.tables().stream()
                .filter(table -> table.name().name().equals(name.name())
                        && table.name().schema().equals(schema))
                .findFirst()
                .or(() -> name.schema().isPresent()
                        ? Optional.empty()
                        : catalog.tables().stream()
                                .filter(table -> table.name().name().equals(name.name()))
                                .findFirst());
    }

    private DestructiveChange shown(Destruction destruction, boolean losesData) {
        return new DestructiveChange(
                what(destruction.kind()),
                destruction.object(),
                names(destruction),
                destruction.script(),
                destruction.line(),
                losesData);
    }

    private Set<String> names(Destruction destruction) {
        if (destruction.kind() == Kind.DROP_SCHEMA || destruction.kind() == Kind.DROP_DATABASE) {
            return Set.of(destruction.table().name());
        }
        String table = destruction.table().name();
        String schema = destruction.table().schema().orElse(defaultSchema);
        Set<String> names = new TreeSet<>(List.of(destruction.object(), table, schema, schema + "." + table));
        destruction.column().ifPresent(column -> {
            names.add(table + "." + column);
            names.add(schema + "." + table + "." + column);
        });
        return names;
    }

    private static String what(Kind kind) {
        return switch (kind) {
            case DROP_TABLE -> "drops the table";
            case DROP_COLUMN -> "drops the column";
            case DROP_SCHEMA -> "drops the schema";
            case DROP_SEQUENCE -> "drops the sequence";
            case DROP_DATABASE -> "drops the database";
            case DROP_VIEW -> "drops the view";
            case DROP_CASCADE -> "drops with CASCADE";
            case TRUNCATE -> "empties";
            case DELETE_ALL -> "deletes all rows of";
            case TYPE_CHANGE, TYPE_CHANGE_COMPUTED -> "changes the type of";
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
