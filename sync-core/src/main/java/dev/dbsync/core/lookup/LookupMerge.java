package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.DeferredConstraints;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes lookup tables of the target equal to those of the source, inside the target's open transaction.
 *
 * <p>Tables are locked against other writers; both sides are compared, and the source's rows that differ staged by
 * COPY; and all tables that reference each other are then changed by a single statement, at whose end PostgreSQL checks
 * the foreign keys: order, cycles and self-references do not matter to it. Constraints that were deferred are checked
 * at the end, and deferred again for what comes next in the transaction.
 *
 * <p>Triggers of the tables run. Generated columns are left out, identity values kept, and sequences that number rows
 * moved past the highest value, never backwards, in a way that a rollback takes back.
 */
public final class LookupMerge {

    private LookupMerge() {}

    /** As below, with nothing known. */
    public static List<LookupCounts> merge(
            Connection source, Connection target, List<LookupTable> tables, Catalog catalog) throws SQLException {
        return merge(source, target, tables, catalog, new KnownDifferences(), false);
    }

    /**
     * Merges and does not commit.
     *
     * @param source in a transaction; its snapshot is what is merged
     * @param target in the transaction that is to hold the change
     * @param tables resolved against catalogs read after the migrations
     * @param catalog the target's, read after the migrations
     * @param known from earlier comparisons; what is known of the source's rows is not read again
     * @param untouched whether nothing has run in the target's transaction since it compared the tables, so that those
     *     which it had locked by then need not be read again
     * @return what was done to each table, in the order of {@code tables}
     * @throws SyncException when a table cannot be merged; the transaction must be rolled back then
     * @throws SQLException when waiting or a new connection may help, such as a lock timeout; likewise
     */
    public static List<LookupCounts> merge(
            Connection source,
            Connection target,
            List<LookupTable> tables,
            Catalog catalog,
            KnownDifferences known,
            boolean untouched)
            throws SQLException {
        tables.forEach(LookupMerge::refuseUnusable);
        if (tables.isEmpty()) {
            return List.of();
        }
        lock(target, tables);
        known.begin(source, target);
        return TextSettings.writing(target, () -> merged(source, target, tables, catalog, known, untouched));
    }

    private static List<LookupCounts> merged(
            Connection source,
            Connection target,
            List<LookupTable> tables,
            Catalog catalog,
            KnownDifferences known,
            boolean untouched)
            throws SQLException {
        List<StagedTable> staged = new ArrayList<>();
        for (LookupTable table : tables) {
            staged.add(during(table, () -> {
                TableComparison comparison = new TableComparison(source, target, table, known);
                TableDifference difference = TextSettings.reading(
                        source,
                        () -> TextSettings.reading(
                                target,
                                () -> untouched ? comparison.differenceOfUntouched() : comparison.difference()));
                return StagedTable.stage(source, target, table, difference, staged.size());
            }));
        }
        refuseReferencedDeletes(target, staged, catalog);
        known.forgetTarget();
        for (List<StagedTable> group : ReferenceGroups.of(staged, catalog)) {
            new GroupMerge(target, group, catalog).run();
        }
        for (LookupTable table : tables) {
            during(table, () -> ColumnSequences.advance(target, table));
        }
        checkDeferred(target, tables);
        for (StagedTable table : staged) {
            table.drop(target);
        }
        return staged.stream().map(StagedTable::counts).toList();
    }

    private static void refuseUnusable(LookupTable table) {
        if (!table.inSource() || !table.inTarget()) {
            String lacking = table.inSource() ? "target" : "source";
            throw new SyncException(new Problem(
                    "Lookup table " + table.name().shown() + " cannot be merged: the " + lacking
                            + " lacks it, or columns of its key or condition, though both have run the same migrations",
                    table.where(),
                    "Compare the table's definition on both sides; someone changed it outside of the migrations"));
        }
        if (!table.uniqueInTarget()) {
            throw new SyncException(new Problem(
                    "Lookup table " + table.name().shown() + " cannot be merged: its key ("
                            + String.join(", ", table.key()) + ") is not unique in the target",
                    table.where(),
                    "Add the unique constraint that the source has, by a migration"));
        }
    }

    /**
     * Locks tables against other writers, not against readers, until the end of the transaction; in one order for all,
     * against deadlocks. Whoever planned before locks them before planning again: a row that another session changes
     * between that plan and the merge would be overwritten, though nobody has approved it.
     *
     * @param tables of which all exist in the target
     */
    public static void lock(Connection target, List<LookupTable> tables) throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        String names = tables.stream()
                .map(LookupTable::name)
                .sorted()
                .map(TableName::sql)
                .collect(Collectors.joining(", "));
        try (Statement statement = target.createStatement()) {
            statement.execute("LOCK TABLE " + names + " IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    private static void refuseReferencedDeletes(Connection target, List<StagedTable> staged, Catalog catalog)
            throws SQLException {
        LookupReferences references = LookupReferences.of(target, catalog, staged);
        TextSettings.reading(target, () -> {
            for (StagedTable table : staged) {
                if (table.counts().deleted() > 0) {
                    references.deletedOf(table.table(), table.deletedKeys());
                }
            }
            return references;
        });
        if (!references.problems().isEmpty()) {
            throw new SyncException(references.problems());
        }
    }

    private static void checkDeferred(Connection target, List<LookupTable> tables) throws SQLException {
        try {
            DeferredConstraints.check(target);
        } catch (SQLException e) {
            throw problemOrRetry(e, tables);
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private static <T> T during(LookupTable table, Work<T> work) throws SQLException {
        try {
            return work.run();
        } catch (SQLException e) {
            throw problemOrRetry(e, List.of(table));
        }
    }

    /** What the data or the rights say no to is a problem to mend; all else may pass by itself. */
    static SQLException problemOrRetry(SQLException e, List<LookupTable> tables) throws SyncException {
        String kind = SqlProblem.state(e).substring(0, 2);
        if (!SqlProblem.state(e).equals("55P04")
                && !List.of("22", "23", "42", "P0", "0A", "44", "27", "09").contains(kind)) {
            return e;
        }
        String names = tables.stream().map(table -> table.name().shown()).collect(Collectors.joining(", "));
        throw SqlProblem.of(
                e,
                "Cannot merge lookup table" + (tables.size() == 1 ? " " : "s ") + names,
                tables.get(0).where(),
                remedy(SqlProblem.state(e)));
    }

    private static String remedy(String state) {
        return switch (state) {
            case "23503" ->
                "Rows of the source reference rows that the target lacks, or rows that stay in the target"
                        + " (delete: keep, where, insertOnly) reference rows that go: make the table on the other end a lookup table too,"
                        + " or keep its rows";
            case "23505", "23P01" ->
                "Rows that stay in the target (delete: keep, where, insertOnly) already have these values: change them there first; or,"
                        + " where rows only exchange them, make the constraint DEFERRABLE";
            case "55P04" ->
                "The rows use a value that a pending script adds to an enum, which PostgreSQL allows only after that"
                        + " script's commit: run it with Flyway itself, on the target, then promote the rest";
            case "42501" ->
                "The role needs SELECT, INSERT, UPDATE and DELETE on the table, ownership of its sequences,"
                        + " and must not be subject to its row-level security";
            default ->
                state.startsWith("42")
                        ? "Compare the table's definition on both sides, and what its triggers call"
                        : "Change the rows in the source so that the target's constraints hold";
        };
    }
}
