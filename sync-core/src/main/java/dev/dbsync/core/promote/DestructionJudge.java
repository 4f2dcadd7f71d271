package dev.dbsync.core.promote;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.script.Destruction;
import dev.dbsync.core.script.Destruction.Kind;
import dev.dbsync.core.script.PendingColumn;
import dev.dbsync.core.script.PendingNames;
import dev.dbsync.core.script.PendingRelation;
import dev.dbsync.core.script.PendingSchema;
import dev.dbsync.core.script.TypeChange;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Judges what a statement destroys by what it is in the target that it names. A name that nobody knows is a loss. */
final class DestructionJudge {

    /** Below this size, an index or a check of all rows is done before anyone notices. */
    private static final long LARGE_BYTES = 64L * 1024 * 1024;

    /** Kinds whose harm grows with the table: of a small one they are not worth a word. */
    private static final Set<Kind> SLOW_ON_LARGE_TABLES = EnumSet.of(
            Kind.SET_NOT_NULL,
            Kind.ADD_COMPUTED_COLUMN,
            Kind.CREATE_INDEX,
            Kind.ADD_VALIDATED_CONSTRAINT,
            Kind.ADD_INDEX_CONSTRAINT,
            Kind.REWRITE_TABLE);

    private final Catalog catalog;
    private final PendingNames names;
    private final DestructionNames shown;

    DestructionJudge(Catalog catalog, PendingNames names, String target, String defaultSchema) {
        this.catalog = catalog;
        this.names = names;
        this.shown = new DestructionNames(target, defaultSchema);
    }

    /** Empty where nothing is lost or held up. */
    Optional<DestructiveChange> change(Destruction destruction) {
        return switch (destruction.kind()) {
            case DROP_DATABASE, DROP_VIEW, DROP_CASCADE, CODE ->
                Optional.of(shown.of(destruction, destruction.losesData()));
            case DROP_SCHEMA -> dropSchema(destruction);
            case DROP_EXTENSION -> dropExtension(destruction);
            default -> {
                Optional<PendingRelation> relation = names.find(destruction.table());
                yield relation.isEmpty() ? ofUnknown(destruction) : ofKnown(destruction, relation.get());
            }
        };
    }

    private Optional<DestructiveChange> dropSchema(Destruction destruction) {
        PendingSchema schema = names.schema(destruction.table().name());
        return schema.holdsOnlyNew()
                ? Optional.empty()
                : Optional.of(shown.of(destruction, schema, destruction.losesData()));
    }

    /** Without CASCADE, nothing but tables that the extension has made itself. */
    private Optional<DestructiveChange> dropExtension(Destruction destruction) {
        boolean hasTables = catalog.tables().stream()
                .anyMatch(table -> table.extension()
                        .filter(destruction.table().name()::equals)
                        .isPresent());
        return hasTables ? Optional.of(shown.of(destruction, true)) : Optional.empty();
    }

    private Optional<DestructiveChange> ofUnknown(Destruction destruction) {
        if (destruction.kind() == Kind.RENAME) {
            return Optional.of(shown.of(destruction, false));
        }
        return !destruction.losesData() || names.isNowhere(destruction.table(), destruction.ifExists())
                ? Optional.empty()
                : Optional.of(shown.of(destruction, true));
    }

    private Optional<DestructiveChange> ofKnown(Destruction destruction, PendingRelation relation) {
        boolean reaches = relation.isReferenced() && deletes(destruction.kind());
        if (relation.holdsOnlyNew() && !reaches) {
            return Optional.empty();
        }
        if (SLOW_ON_LARGE_TABLES.contains(destruction.kind())) {
            return isSlow(destruction, relation)
                    ? Optional.of(shown.of(destruction, relation, false))
                    : Optional.empty();
        }
        return switch (destruction.kind()) {
            case DROP_COLUMN, TYPE_CHANGE, TYPE_CHANGE_COMPUTED -> ofColumn(destruction, relation);
            case DROP_ATTRIBUTE, ATTRIBUTE_TYPE_CHANGE ->
                relation.inUse() ? Optional.of(shown.of(destruction, relation, true)) : Optional.empty();
            case DETACH_PARTITION, ADD_NOT_NULL_COLUMN ->
                relation.table().map(table -> shown.of(destruction, relation, false));
            default -> Optional.of(shown.of(destruction, relation, destruction.losesData()));
        };
    }

    private static boolean deletes(Kind kind) {
        return kind == Kind.TRUNCATE || kind == Kind.DELETE_ALL || kind == Kind.DELETE_MATCHED;
    }

    private static boolean isSlow(Destruction destruction, PendingRelation relation) {
        boolean proven = destruction.kind() == Kind.SET_NOT_NULL
                && destruction.column().filter(relation::provesNotNull).isPresent();
        return isLarge(relation) && !proven;
    }

    private static boolean isLarge(PendingRelation relation) {
        return relation.table().map(Table::bytes).orElse(0L) >= LARGE_BYTES;
    }

    private Optional<DestructiveChange> ofColumn(Destruction destruction, PendingRelation relation) {
        String name = destruction.column().orElseThrow();
        Optional<PendingColumn> column = relation.column(name);
        boolean isNew = column.isEmpty()
                ? names.isColumnNowhere(name, destruction.ifExists())
                : column.get().original().isEmpty();
        if (isNew) {
            return Optional.empty();
        }
        Optional<Column> original = column.flatMap(PendingColumn::original);
        if (destruction.kind() == Kind.TYPE_CHANGE && original.isPresent()) {
            return typeChange(destruction, relation, original.get());
        }
        return Optional.of(shown.of(destruction, relation, true));
    }

    /** A change that keeps every value is none; it may rewrite the table all the same. */
    private Optional<DestructiveChange> typeChange(Destruction destruction, PendingRelation relation, Column column) {
        if (TypeChange.narrows(column.type(), destruction.newType().orElse(""))) {
            return Optional.of(shown.of(destruction, relation, true));
        }
        return isLarge(relation) ? Optional.of(shown.of(destruction, relation, false)) : Optional.empty();
    }
}
