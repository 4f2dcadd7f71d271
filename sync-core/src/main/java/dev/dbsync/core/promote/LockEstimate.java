package dev.dbsync.core.promote;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.promote.LockableRelations.Relation;
import dev.dbsync.core.promote.PlannedLocks.LockedTable;
import dev.dbsync.core.script.LockMode;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.script.TakenLock;
import dev.dbsync.core.script.TakenLock.Reach;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Estimates {@link PlannedLocks}, transaction by transaction: each relation of the target that a statement names is
 * counted once with what is locked together with it, and so is what the scripts make.
 *
 * <p>PostgreSQL keeps every lock until the transaction ends, so their number only grows. Not counted is what the text
 * does not tell: code, triggers, the tables behind views.
 */
final class LockEstimate {

    private static final String SLOTS = """
            SELECT current_setting('max_locks_per_transaction')::bigint
                       * (current_setting('max_connections')::bigint
                           + current_setting('max_prepared_transactions')::bigint)
            """;

    /** Flyway's lock and history, the transaction itself, schemas, system catalogs. */
    private static final int ALWAYS = 15;

    /** A lookup table's staged rows: a temporary table with TOAST table and index, its types. */
    private static final int STAGED = 5;

    /** Row type and array type, which are dropped with a relation. */
    private static final int TYPES = 2;

    /** The same of a relation that the scripts have made, with about as many constraints and triggers. */
    private static final int OWN_GONE = 2 * TYPES;

    private final LockableRelations relations;
    private final Map<String, Integer> counted = new HashMap<>();
    private final Map<TableName, LockedTable> locked;
    private final List<String> unknown;
    private long made = ALWAYS;

    private LockEstimate(LockableRelations relations, Map<TableName, LockedTable> locked, List<String> unknown) {
        this.relations = relations;
        this.locked = locked;
        this.unknown = unknown;
    }

    /**
     * @param transactions the scripts of each, in the order in which they run
     * @param lookups tables that are merged in the last one
     * @return the most that one of them holds, and the tables that any of them locks
     */
    static PlannedLocks of(
            Connection target,
            Catalog catalog,
            String defaultSchema,
            List<List<Script>> transactions,
            List<TableName> lookups)
            throws SQLException {
        LockableRelations relations = LockableRelations.read(target, catalog, defaultSchema);
        Map<TableName, LockedTable> locked = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        long most = 0;
        for (List<Script> scripts : transactions) {
            LockEstimate estimate = new LockEstimate(relations, locked, unknown);
            if (scripts == transactions.get(transactions.size() - 1)) {
                // They are locked first, and merged in the end.
                lookups.forEach(estimate::lookup);
            }
            scripts.forEach(estimate::script);
            most = Math.max(most, estimate.expected());
        }
        return new PlannedLocks(
                most,
                slots(target),
                locked.values().stream()
                        .sorted(Comparator.comparing(LockedTable::mode)
                                .reversed()
                                .thenComparing(LockedTable::table))
                        .toList(),
                unknown);
    }

    private static long slots(Connection target) throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery(SLOTS)) {
            row.next();
            return row.getLong(1);
        }
    }

    private long expected() {
        return made + counted.values().stream().mapToLong(Integer::longValue).sum();
    }

    private void lookup(TableName table) {
        made += STAGED;
        relations.relation(table).ifPresent(relation -> {
            count(relation, Reach.STORAGE);
            lock(relation.name(), LockMode.SHARE_ROW_EXCLUSIVE, LockedTable.MERGE, Optional.empty());
        });
    }

    private void script(Script script) {
        made += script.locks().made();
        script.locks().unknown().forEach(why -> unknown.add(script.name() + ", " + why));
        script.locks().taken().forEach(this::taken);
    }

    private void taken(TakenLock lock) {
        relations
                .named(lock.relation())
                .ifPresentOrElse(
                        relation -> taken(lock, relation),
                        // What the target does not have is made by the scripts, and counted there.
                        () -> made += lock.reach() == Reach.DROPPED ? OWN_GONE : 0);
    }

    private void taken(TakenLock lock, Relation relation) {
        take(lock, relation, lock.reach());
        relation.indexed().flatMap(relations::relation).ifPresent(table -> take(lock, table, Reach.ITSELF));
        if (lock.children()) {
            relations.children(relation.name()).stream()
                    .flatMap(child -> relations.relation(child).stream())
                    .forEach(child -> take(lock, child, lock.reach()));
        }
        if (lock.mode() == LockMode.ROW_EXCLUSIVE) {
            // Rows that are referenced are locked one by one, for which their table is opened.
            relations.references(relation.name()).stream()
                    .flatMap(key -> relations.relation(key.target()).stream())
                    .forEach(partner -> count(partner, Reach.ITSELF));
        }
        partners(lock, relation);
    }

    /** A foreign key is in the triggers of both of its tables: where it goes, both are locked. */
    private void partners(TakenLock lock, Relation relation) {
        boolean whole = lock.reach() == Reach.DROPPED;
        for (ForeignKey key : relations.references(relation.name())) {
            boolean goes = lock.dropped()
                    .filter(gone -> gone.equals(key.name()) || key.columns().contains(gone))
                    .isPresent();
            if (whole || goes) {
                relations.relation(key.target()).ifPresent(partner -> take(lock, partner, Reach.ITSELF));
            }
        }
        for (ForeignKey key : relations.referencing(relation.name())) {
            boolean goes = lock.dropped()
                    .filter(gone -> key.targetColumns().contains(gone))
                    .isPresent();
            if (goes) {
                relations.relation(key.table()).ifPresent(partner -> take(lock, partner, Reach.ITSELF));
            }
        }
    }

    private void take(TakenLock lock, Relation relation, Reach reach) {
        count(relation, reach);
        lock(relation.name(), lock.mode(), lock.script(), Optional.of(lock.line()));
    }

    private void count(Relation relation, Reach reach) {
        counted.put(relation.name().toString(), 1);
        if (reach.compareTo(Reach.INDEXES) >= 0) {
            counted.put("indexes of " + relation.name(), relation.indexes());
        }
        if (reach.compareTo(Reach.STORAGE) >= 0) {
            counted.put("storage of " + relation.name(), relation.toast());
        }
        if (reach == Reach.DROPPED) {
            counted.put("dependents of " + relation.name(), relation.dependents() + TYPES);
        }
    }

    private void lock(TableName table, LockMode mode, String script, Optional<Integer> line) {
        boolean shown = mode.blocksWriters()
                && relations.relation(table).filter(Relation::isTable).isPresent();
        if (shown) {
            LockedTable taken = new LockedTable(table.shown(), mode, script, line);
            locked.merge(table, taken, (first, next) -> next.mode().compareTo(first.mode()) > 0 ? next : first);
        }
    }
}
