package dev.dbsync.core.lookup;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads both sides of one table in the order of its keys, and tells each row that differs. */
final class TableComparison {

    private final Connection source;
    private final Connection target;
    private final LookupTable table;
    private final ChangedRows changed;

    TableComparison(Connection source, Connection target, LookupTable table, ChangedRows changed) {
        this.source = source;
        this.target = target;
        this.table = table;
        this.changed = changed;
    }

    LookupDiff run() throws SQLException {
        long insert = 0;
        long update = 0;
        long delete = 0;
        try (RowDigests there = digests(source, table.inSource(), table.sourceRows(), "source");
                RowDigests here = digests(target, table.inTarget(), table.targetRows(), "target")) {
            KeysInUse keysInUse = new KeysInUse(target, table);
            advance(there, "source");
            advance(here, "target");
            while (!there.ended() || !here.ended()) {
                int order = there.compareKey(here);
                if (!table.insertOnly() || order < 0) {
                    count(there, here, order);
                }
                if (order == 0) {
                    if (!table.insertOnly() && !there.sameRow(here)) {
                        update++;
                        changed.row(table, RowChange.Kind.UPDATE, here.keyTexts());
                    }
                } else if (order < 0) {
                    insert++;
                    keysInUse.inserted(there.keyTexts());
                    changed.row(table, RowChange.Kind.INSERT, there.keyTexts());
                } else {
                    delete++;
                    // Where the source lacks the table, a pending script drops it: nothing is deleted row by row.
                    if (table.deletes() && table.inSource()) {
                        changed.row(table, RowChange.Kind.DELETE, here.keyTexts());
                    }
                }
                if (order <= 0) {
                    advance(there, "source");
                }
                if (order >= 0) {
                    advance(here, "target");
                }
            }
            keysInUse.finish();
            return new LookupDiff(
                    table.name(),
                    insert,
                    update,
                    table.deletes() ? delete : 0,
                    table.deletes() ? 0 : delete,
                    table.estimate(),
                    there.wholeDigest(),
                    here.wholeDigest());
        }
    }

    private static void count(RowDigests there, RowDigests here, int order) {
        if (order <= 0) {
            there.count();
        }
        if (order >= 0) {
            here.count();
        }
    }

    private RowDigests digests(Connection connection, boolean present, String rows, String side) throws SQLException {
        try {
            return new RowDigests(connection, table, present ? Optional.of(rows) : Optional.empty());
        } catch (SQLException e) {
            String state = SqlProblem.state(e);
            boolean conditional = table.condition().isPresent() && !state.equals("42501");
            if (conditional && (state.startsWith("42") || state.startsWith("22"))) {
                throw SqlProblem.of(
                        e,
                        "Cannot select the rows of lookup table " + table.name().shown() + " in the " + side,
                        table.where(),
                        "Correct its condition (where): SQL over the table's columns, in which names that are not"
                                + " PostgreSQL's own are schema-qualified");
            }
            throw e;
        }
    }

    private void advance(RowDigests rows, String side) throws SQLException {
        try {
            rows.next();
        } catch (RowDigests.DuplicateKeyException e) {
            throw new SyncException(
                    new Problem(
                            "Lookup table " + table.name().shown() + " has two rows with the same key ("
                                    + String.join(", ", table.key()) + ") in the " + side,
                            table.where(),
                            "Remove one of them, or name a key that is unique also where it is NULL"),
                    e);
        }
    }
}
