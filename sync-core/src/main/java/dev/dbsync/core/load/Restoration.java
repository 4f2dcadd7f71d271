package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts everything back that a load has left, whatever rows it has left.
 *
 * <p>Those rows were about to be replaced, and what is there of the new ones can be copied again: where they do not
 * satisfy an index or a key, their table is emptied. A schema cannot be copied again. Tables that were not selected are
 * never emptied.
 */
final class Restoration {

    /** A table itself, or its partitions, as far as they hold rows themselves. */
    private static final String ORDINARY = """
            SELECT DISTINCT ln.nspname, l.relname
            FROM unnest(?::text[], ?::text[]) AS asked (schema, name)
                     JOIN pg_namespace n ON n.nspname = asked.schema
                     JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name
                     LEFT JOIN LATERAL pg_partition_tree(c.oid) AS tree ON true
                     JOIN pg_class l ON l.oid = coalesce(tree.relid, c.oid)
                     JOIN pg_namespace ln ON ln.oid = l.relnamespace
            WHERE l.relkind = 'r'
            """;

    private final Connection connection;
    private final LoadTarget target;
    private final LoadSession session;
    private final LoadRecord record;
    private final EventSink events;
    private final Set<TableName> emptiedNow = new TreeSet<>();

    Restoration(Connection connection, LoadTarget target, LoadSession session, LoadRecord record, EventSink events) {
        this.connection = connection;
        this.target = target;
        this.session = session;
        this.record = record;
        this.events = events;
    }

    Restored run() {
        try {
            int pieces = record.pieces().all(connection).size();
            for (TableName table : session.unbuilt(connection)) {
                Step step = new Step("Put back the indexes and keys of " + table.shown());
                step.run(events, () -> indexes(table), done -> "");
            }
            Step step = new Step("Put back the foreign keys and triggers");
            step.run(
                    events,
                    () -> {
                        foreignKeys();
                        return null;
                    },
                    done -> "");
            Set<TableName> condemned = condemned();
            List<TableName> emptied = List.copyOf(record.emptied(connection));
            List<TableName> complete = List.copyOf(session.complete(connection));
            List<TableName> unproved = session.parts(connection).stream()
                    .map(Part::table)
                    .distinct()
                    .toList();
            session.finish(connection);
            return new Restored(pieces, emptied, complete, List.copyOf(condemned), unproved);
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e,
                    "Cannot put back what a load has left",
                    target.shown(),
                    Unit.isAboutALock(e)
                            ? "Somebody has one of the tables in use: end the application or session that does, and"
                                    + " run it again"
                            : "");
        }
    }

    /** Before the record goes, by which promotions know that nobody may read from here. */
    private Set<TableName> condemned() throws SQLException {
        Set<TableName> condemned = record.condemned(connection);
        if (condemned.isEmpty()) {
            return condemned;
        }
        Step step = new Step("Empty what holds what should have been masked");
        CondemnedRows.Result done = step.run(
                events, () -> CondemnedRows.empty(connection, record, condemned, target.shown()), result -> "");
        if (done.why().isPresent()) {
            throw new SyncException(
                    new Problem(
                            "Not emptied: " + shown(done.full()) + " still "
                                    + (done.full().size() == 1 ? "holds" : "hold")
                                    + " what should have been masked. "
                                    + done.why().get().problem().what(),
                            target.shown(),
                            Stream.of(done.why().get().problem().remedy(), "Then run it again")
                                    .filter(each -> !each.isEmpty())
                                    .collect(Collectors.joining("\n"))),
                    done.why().get());
        }
        return condemned;
    }

    private static String shown(Collection<TableName> tables) {
        return tables.stream().map(TableName::shown).collect(Collectors.joining(", "));
    }

    private TableName indexes(TableName table) throws SQLException {
        for (PutBack index : session.indexes(connection, table)) {
            putBack(index);
        }
        for (var keys = session.keys(connection, table); keys.isPresent(); keys = session.keys(connection, table)) {
            putBack(keys.get());
        }
        return table;
    }

    private void foreignKeys() throws SQLException {
        while (true) {
            session.foreignKeys(connection).ifPresent(task -> task.run(connection));
            List<PutBack> checks = session.validations(connection);
            if (checks.isEmpty()) {
                return;
            }
            for (PutBack check : checks) {
                putBack(check);
            }
        }
    }

    /** What does not fit goes; the task is then still to be done, and is done by whoever asks what is left. */
    private void putBack(PutBack task) throws SQLException {
        try {
            task.run(connection);
        } catch (RowsDoNotFitException e) {
            Set<TableName> rows = touchedRows(e.table());
            if (rows.isEmpty()) {
                throw notOurs(e);
            }
            if (emptiedNow.containsAll(rows)) {
                throw e;
            }
            empty(rows);
            emptiedNow.addAll(rows);
            events.warning("The rows that the load had left in "
                    + shown(rows)
                    + " do not satisfy the " + task.shown() + ": they are deleted");
            if (isStillThere(task)) {
                task.run(connection);
            }
        }
    }

    /** A check may have been taken back together with what it checks. */
    private static boolean isStillThere(PutBack task) {
        return !(task instanceof Task of && of.pieces().get(0).kind() == Kind.FOREIGN_KEY);
    }

    private SyncException notOurs(RowsDoNotFitException e) {
        return new SyncException(
                new Problem(
                        e.problem().what(),
                        target.shown(),
                        "The rows of " + e.table().shown()
                                + " are none of the load's, so they are left alone: delete those that reference rows"
                                + " which are gone, and run it again"),
                e);
    }

    /** What of a table's rows the load was to replace. */
    private Set<TableName> touchedRows(TableName table) throws SQLException {
        Set<TableName> rows = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(ORDINARY)) {
            CatalogQuestions.bind(statement, 1, Set.of(table));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        rows.retainAll(session.touched());
        return rows;
    }

    /** Never with CASCADE: the foreign keys that would stop it are taken away again, for they must be checked again. */
    private void empty(Collection<TableName> tables) throws SQLException {
        Unit.commit(connection, target.patience(), () -> {
            new Again(record).foreignKeys(connection, tables);
            try (Statement statement = connection.createStatement()) {
                statement.execute("TRUNCATE TABLE "
                        + tables.stream().map(table -> "ONLY " + table.sql()).collect(Collectors.joining(", ")));
            }
            record.parts().forget(connection, tables);
            Set<TableName> emptied = record.emptied(connection);
            emptied.addAll(tables);
            record.emptied(connection, emptied);
            return null;
        });
    }
}
