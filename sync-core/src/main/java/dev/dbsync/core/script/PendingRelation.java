package dev.dbsync.core.script;

import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A table, sequence or type as the pending scripts have left it that were followed so far. Not for several threads. */
public final class PendingRelation {

    private final Optional<TableName> original;
    private final Optional<Table> table;
    private final boolean inUse;
    private final Set<String> renamedBy = new LinkedHashSet<>();
    private final Map<String, PendingColumn> columns = new HashMap<>();
    private final Set<String> droppedColumns = new LinkedHashSet<>();
    private final Map<String, NotNull> notNull = new HashMap<>();
    private boolean joined;
    private boolean referenced;

    private PendingRelation(Optional<TableName> original, Optional<Table> table, boolean inUse) {
        this.original = original;
        this.table = table;
        this.inUse = inUse;
        table.ifPresent(of -> of.columns().forEach(column -> columns.put(column.name(), PendingColumn.of(column))));
    }

    static PendingRelation of(Table table) {
        return new PendingRelation(Optional.of(table.name()), Optional.of(table), true);
    }

    /** Of the target, and no table; or one that nobody knows. */
    static PendingRelation other(TableName name, boolean inUse) {
        return new PendingRelation(Optional.of(name), Optional.empty(), inUse);
    }

    static PendingRelation made() {
        return new PendingRelation(Optional.empty(), Optional.empty(), false);
    }

    /** What it is called in the target; empty where a pending script makes it. */
    public Optional<TableName> original() {
        return original;
    }

    /** As it is in the target; empty for what is no table, and what a pending script makes. */
    public Optional<Table> table() {
        return table;
    }

    /** For a type: whether rows of the target hold values of it. */
    public boolean inUse() {
        return inUse;
    }

    /** Whether a pending script makes it, and nothing of the target was attached to it. */
    public boolean holdsOnlyNew() {
        return isMade() && !joined;
    }

    /** Whether a table of the target has come to reference it. */
    public boolean isReferenced() {
        return referenced;
    }

    /** The scripts that gave it another name or schema, in order. */
    public Set<String> renamedBy() {
        return Collections.unmodifiableSet(renamedBy);
    }

    /** By the name that it has now. */
    public Optional<PendingColumn> column(String name) {
        PendingColumn column = columns.get(name);
        if (column != null || droppedColumns.contains(name)) {
            return Optional.ofNullable(column);
        }
        // Renamed already, though perhaps by a callback that runs later than it was read.
        return table.flatMap(of -> of.column(name)).map(PendingColumn::of);
    }

    /** Whether a constraint that was checked for every row says that the column is not null. */
    public boolean provesNotNull(String column) {
        return notNull.values().stream().anyMatch(check -> check.validated && check.column.equals(column));
    }

    boolean isMade() {
        return original.isEmpty();
    }

    void renamedBy(String script) {
        renamedBy.add(script);
    }

    void join() {
        joined = true;
    }

    void reference() {
        referenced = true;
    }

    void addColumn(String name) {
        columns.putIfAbsent(name, PendingColumn.made());
    }

    void renameColumn(String from, String to, String script) {
        PendingColumn column = columns.remove(from);
        if (column != null) {
            columns.put(to, column.renamedBy(script));
            notNull.replaceAll((name, check) -> check.column.equals(from) ? new NotNull(to, check.validated) : check);
        }
    }

    void dropColumn(String name) {
        PendingColumn column = columns.remove(name);
        if (column != null) {
            column.original().ifPresent(of -> droppedColumns.add(of.name()));
        }
        notNull.values().removeIf(check -> check.column.equals(name));
    }

    void checkNotNull(String constraint, String column, boolean validated) {
        notNull.put(constraint, new NotNull(column, validated));
    }

    void validate(String constraint) {
        notNull.computeIfPresent(constraint, (name, check) -> new NotNull(check.column, true));
    }

    void renameConstraint(String from, String to) {
        NotNull check = notNull.remove(from);
        if (check != null) {
            notNull.put(to, check);
        }
    }

    void dropConstraint(String constraint) {
        notNull.remove(constraint);
    }

    /** Code has run that cannot be followed: what scripts have added may be gone, and others be called so. */
    void forget() {
        columns.values().removeIf(column -> column.original().isEmpty());
        notNull.clear();
    }

    private record NotNull(String column, boolean validated) {}
}
