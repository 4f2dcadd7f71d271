package dev.dbsync.core.pull;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.pull.PlannedTable.PlannedColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns that hold the numbers of large objects. COPY takes the numbers and not the objects, and no mask reaches into
 * these: such a column is copied by no pull.
 *
 * @see <a href="https://www.postgresql.org/docs/current/largeobjects.html">Large objects</a>
 */
final class LargeObjects {

    private LargeObjects() {}

    /**
     * @param source in a transaction, whose role can read the tables
     * @param place the source, for messages
     * @return a problem for each column that is copied as it is, and in which the number of a large object stands
     */
    static List<Problem> referenced(List<PlannedTable> tables, Connection source, String place) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        try (Statement statement = source.createStatement()) {
            if (!holds(statement, "SELECT EXISTS (SELECT FROM pg_largeobject_metadata)")) {
                return List.of();
            }
            for (PlannedTable table : tables) {
                for (PlannedColumn column : table.columns()) {
                    if (mayRefer(column) && holds(statement, references(table, column))) {
                        problems.add(new Problem(
                                "The column " + column.name() + " of "
                                        + table.table().shown()
                                        + " refers to large objects, which a pull cannot bring",
                                place + ": " + table.table() + "." + column.name(),
                                "Give it the rule null, or exclude the table. (In a bytea column the same data can be"
                                        + " copied.)"));
                    }
                }
            }
        }
        return problems;
    }

    /** The type {@code lo} of the extension of that name is a domain over {@code oid}. */
    private static boolean mayRefer(PlannedColumn column) {
        boolean number = column.type().equals("oid")
                || column.type().equals("lo")
                || column.type().endsWith(".lo");
        return number && column.strategy().isEmpty();
    }

    private static String references(PlannedTable table, PlannedColumn column) {
        // The condition in a query of its table alone, so that its names mean what they mean in COPY.
        return """
                SELECT EXISTS (SELECT
                               FROM (SELECT %2$s AS number FROM ONLY %1$s%3$s) AS copied
                               WHERE number IN (SELECT oid FROM pg_largeobject_metadata))
                """.formatted(
                        table.table().sql(),
                        Sql.identifier(column.name()),
                        table.where().map(where -> " WHERE " + where).orElse(""));
    }

    private static boolean holds(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
