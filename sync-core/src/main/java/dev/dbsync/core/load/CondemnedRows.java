package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.LockHolders;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Empties relations that hold what should have been masked; what stops one of them stops no other. */
final class CondemnedRows {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** By the constraints of partitions, too, which are there beside those of their roots. */
    private static final String REFERENCES = """
            WITH RECURSIVE
                below AS (
                    SELECT n.nspname, c.relname, c.oid
                    FROM unnest(?::text[], ?::text[]) AS asked (schema, name)
                             JOIN pg_namespace n ON n.nspname = asked.schema
                             JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name
                    UNION
                    SELECT below.nspname, below.relname, i.inhrelid
                    FROM below
                             JOIN pg_inherits i ON i.inhparent = below.oid)
            SELECT DISTINCT below.nspname, below.relname, rn.nspname, r.relname
            FROM below
                     JOIN pg_constraint k ON k.contype = 'f' AND k.confrelid = below.oid
                     JOIN pg_class r ON r.oid = k.conrelid
                     JOIN pg_namespace rn ON rn.oid = r.relnamespace
            WHERE k.conrelid NOT IN (SELECT oid FROM below)
            """;

    private final Connection connection;
    private final LoadRecord record;
    private final String place;
    private final List<TableName> emptied = new ArrayList<>();
    private final Set<TableName> full = new TreeSet<>();
    private final List<String> byHand = new ArrayList<>();
    private Optional<SyncException> why = Optional.empty();

    /** @param connection in autocommit */
    private CondemnedRows(Connection connection, LoadRecord record, String place) {
        this.connection = connection;
        this.record = record;
        this.place = place;
    }

    /**
     * What became of them.
     *
     * @param full those that could not be emptied
     * @param byHand the statements that would do it
     * @param why not, of the first of them
     */
    record Result(List<TableName> emptied, Set<TableName> full, List<String> byHand, Optional<SyncException> why) {}

    /**
     * @param record of the load, which forgets that it has copied what is emptied
     * @param relations tables, with all that reference them, and materialized views; what is gone is no matter
     */
    static Result empty(Connection connection, LoadRecord record, Collection<TableName> relations, String place)
            throws SQLException {
        CondemnedRows rows = new CondemnedRows(connection, record, place);
        List<TableName> views = CatalogQuestions.which(connection, relations, "c.relkind = 'm'");
        for (TableName view : views) {
            String refresh = "REFRESH MATERIALIZED VIEW " + view.sql() + " WITH NO DATA";
            rows.attempt(List.of(view), refresh, () -> Unit.commit(connection, PATIENCE, () -> rows.executed(refresh)));
        }
        rows.tables(CatalogQuestions.which(connection, relations, "c.relkind IN ('r', 'p')"));
        return new Result(List.copyOf(rows.emptied), rows.full, rows.byHand, rows.why);
    }

    /** All at once, since they reference each other; with tables that reference them and hold nothing. */
    private void tables(List<TableName> condemned) throws SQLException {
        Set<TableName> within = new TreeSet<>(condemned);
        Map<TableName, Set<TableName>> referenced = new TreeMap<>();
        for (var from = references(within); !from.isEmpty(); from = references(within)) {
            Set<TableName> empty = from.values().stream()
                    .flatMap(Set::stream)
                    .filter(table -> !referenced.containsKey(table) && isEmpty(connection, table))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (empty.isEmpty()) {
                referenced.putAll(from);
                within.removeAll(from.keySet());
            }
            within.addAll(empty);
        }
        List<TableName> tables = condemned.stream().filter(within::contains).toList();
        if (!tables.isEmpty()) {
            List<String> names = within.stream().map(TableName::sql).toList();
            attempt(
                    tables,
                    "TRUNCATE TABLE " + String.join(", ", names),
                    () -> Emptying.at(
                            connection, names, place, () -> record.parts().forgetTrees(connection, tables)));
        }
        referenced.keySet().retainAll(condemned);
        stay(referenced);
    }

    /**
     * TRUNCATE wants all that reference a table to be emptied with it. Whoever has removed its rows by hand is done.
     */
    private void stay(Map<TableName, Set<TableName>> referenced) throws SQLException {
        for (TableName table : List.copyOf(referenced.keySet())) {
            if (isEmpty(connection, table)) {
                record.parts().forgetTrees(connection, List.of(table));
                referenced.remove(table);
            }
        }
        if (!referenced.isEmpty()) {
            List<String> by = new ArrayList<>();
            referenced.forEach((table, from) -> by.add(table.shown() + " is referenced by "
                    + from.stream().map(TableName::shown).collect(Collectors.joining(", "))));
            full.addAll(referenced.keySet());
            why = why.or(() -> Optional.of(new SyncException(new Problem(
                    "It cannot be emptied without others: " + String.join("; ", by),
                    place,
                    "Remove the rows by hand, and those that reference them"))));
        }
    }

    /** What references these tables, or partitions of them, and is none of them. */
    private Map<TableName, Set<TableName>> references(Set<TableName> tables) throws SQLException {
        Map<TableName, Set<TableName>> found = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(REFERENCES)) {
            CatalogQuestions.bind(statement, 1, tables);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(new TableName(row.getString(1), row.getString(2)), none -> new TreeSet<>())
                            .add(new TableName(row.getString(3), row.getString(4)));
                }
            }
        }
        return found;
    }

    /** One that cannot be read may hold rows. */
    static boolean isEmpty(Connection connection, TableName table) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT NOT EXISTS (SELECT FROM " + table.sql() + ")")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws SQLException;
    }

    private boolean executed(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private void attempt(List<TableName> relations, String sql, Attempt attempt) {
        try {
            attempt.run();
            emptied.addAll(relations);
        } catch (SQLException e) {
            List<String> names = relations.stream().map(TableName::sql).toList();
            String remedy = Unit.isAboutALock(e) ? LockHolders.remedy(connection, names) : "";
            failed(relations, sql, SqlProblem.of(e, "Cannot empty it", place, remedy));
        } catch (SyncException e) {
            failed(relations, sql, e);
        }
    }

    private void failed(List<TableName> relations, String sql, SyncException e) {
        full.addAll(relations);
        byHand.add(sql + ";");
        why = why.or(() -> Optional.of(e));
    }
}
