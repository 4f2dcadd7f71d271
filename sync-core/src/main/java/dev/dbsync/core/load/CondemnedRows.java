package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.LockHolders;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Empties relations that hold what should have been masked; what stops one of them stops no other. */
final class CondemnedRows {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        List<TableName> tables = CatalogQuestions.which(connection, relations, "c.relkind IN ('r', 'p')");
        // All at once: they reference each other.
        List<String> names = tables.stream().map(TableName::sql).toList();
        rows.attempt(
                tables,
                "TRUNCATE TABLE " + String.join(", ", names),
                () -> Emptying.at(connection, names, place, () -> record.parts().forgetTrees(connection, tables)));
        return new Result(List.copyOf(rows.emptied), rows.full, rows.byHand, rows.why);
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
