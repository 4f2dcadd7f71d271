package dev.dbsync.core.lookup;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads both sides of one table in the order of its keys, and finds each row that differs. */
final class TableComparison {

    private final Connection source;
    private final Connection target;
    private final RowFormat format;
    private final LookupTable table;
    private final KnownDifferences known;

    /**
     * @param source under {@link TextSettings#reading}, in the transaction that {@code known} began with
     * @param target under the same settings
     */
    TableComparison(Connection source, Connection target, LookupTable table, KnownDifferences known) {
        this.source = source;
        this.target = target;
        this.format = new RowFormat(table);
        this.table = table;
        this.known = known;
    }

    LookupTable table() {
        return table;
    }

    /** Reads the target alone where the rest is known. */
    TableDifference difference() throws SQLException {
        TableDifference found = found();
        known.saw(format, found);
        return found;
    }

    /**
     * Likewise, and nothing where both sides were compared in the same transaction of the target, under a lock.
     *
     * @see KnownDifferences#underLock
     */
    TableDifference differenceOfUntouched() throws SQLException {
        Optional<TableDifference> seen = known.underLock(format);
        return seen.isPresent() ? seen.get() : difference();
    }

    private TableDifference found() throws SQLException {
        if (table.insertOnly()) {
            // Its digest is not that of the target's rows.
            return differenceAfter(0);
        }
        Optional<TableDifference> before = known.of(format);
        if (before.isPresent()) {
            String now = targetDigest();
            if (now.equals(before.get().targetDigest())) {
                return before.get();
            }
            if (now.equals(before.get().sourceDigest())) {
                return TableDifference.none(now);
            }
        }
        TableDifference difference = differenceAfter(0);
        known.remember(format, difference);
        return difference;
    }

    /**
     * Tells of each row that differs, though it may take further readings.
     *
     * @param all whether to tell of more than the first ones
     */
    void tell(TableDifference difference, ChangedRows listener, boolean all) throws SQLException {
        TableDifference part = difference;
        tell(part, listener);
        while (all && part.reached() < part.seen()) {
            part = differenceAfter(part.reached());
            tell(part, listener);
        }
    }

    private void tell(TableDifference difference, ChangedRows listener) throws SQLException {
        for (TableDifference.Changed changed : difference.rows()) {
            switch (changed.action()) {
                case StagedTable.INSERT -> listener.row(table, RowChange.Kind.INSERT, format.keyTexts(changed.row()));
                case StagedTable.UPDATE -> listener.row(table, RowChange.Kind.UPDATE, format.keyTexts(changed.row()));
                case StagedTable.DELETE -> {
                    // Where the source lacks the table, a pending script drops it: nothing is deleted row by row.
                    if (table.inSource()) {
                        listener.row(table, RowChange.Kind.DELETE, format.keyTexts(changed.row()));
                    }
                }
                default -> {
                    // A row that is kept does not change.
                }
            }
        }
    }

    private TableDifference differenceAfter(long skipped) throws SQLException {
        TableDifference difference = known.emptyAfter(skipped);
        try (OrderedRows there = ofSource();
                OrderedRows here = ofTarget()) {
            advance(there, "source");
            advance(here, "target");
            while (!there.ended() || !here.ended()) {
                int order = there.compareKey(here);
                if (!table.insertOnly() || order < 0) {
                    count(there, here, order);
                }
                if (order < 0) {
                    there.countInserted();
                    difference.inserted(there.row());
                } else if (order > 0) {
                    difference.onlyInTarget(onlyInTarget(), here.row());
                } else if (!table.insertOnly() && !there.sameRow(here)) {
                    difference.updated(there.row());
                }
                if (order <= 0) {
                    advance(there, "source");
                }
                if (order >= 0) {
                    advance(here, "target");
                }
            }
            difference.finish(there.wholeDigest(), here.wholeDigest(), there.insertedDigest());
            return difference;
        }
    }

    private String onlyInTarget() {
        if (table.insertOnly()) {
            return null;
        }
        return table.deletes() ? StagedTable.DELETE : StagedTable.KEEP;
    }

    private static void count(OrderedRows there, OrderedRows here, int order) {
        if (order <= 0) {
            there.count();
        }
        if (order >= 0) {
            here.count();
        }
    }

    private String targetDigest() throws SQLException {
        try (OrderedRows here = ofTarget()) {
            for (advance(here, "target"); !here.ended(); advance(here, "target")) {
                here.count();
            }
            return here.wholeDigest();
        }
    }

    private OrderedRows ofSource() throws SQLException {
        try {
            return OrderedRows.ofSource(source, format);
        } catch (SQLException e) {
            throw unreadable(e, "source");
        }
    }

    private OrderedRows ofTarget() throws SQLException {
        try {
            return OrderedRows.ofTarget(target, format);
        } catch (SQLException e) {
            throw unreadable(e, "target");
        }
    }

    private void advance(OrderedRows rows, String side) throws SQLException {
        try {
            rows.next();
        } catch (SQLException e) {
            throw unreadable(e, side);
        } catch (OrderedRows.DuplicateKeyException e) {
            throw new SyncException(
                    new Problem(
                            "Lookup table " + table.name().shown() + " has two rows with the same key ("
                                    + String.join(", ", table.key()) + ") in the " + side,
                            table.where(),
                            "Remove one of them, or name a key that is unique also where it is NULL"),
                    e);
        }
    }

    private SQLException unreadable(SQLException e, String side) {
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
        return e;
    }
}
