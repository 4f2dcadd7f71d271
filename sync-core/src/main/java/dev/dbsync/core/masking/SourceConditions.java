package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Judges users' conditions over single rows by having the source plan them, which runs nothing, and values of types by
 * having it read them.
 *
 * <p>Each worker, and each comparison afterwards, computes a condition anew; so it must come out the same in every
 * session of one snapshot. What is declared volatile, PostgreSQL's planner tells by leaving it in a scan of its own.
 * What a function does against its declaration nobody can see; but the sessions are read-only, so that it writes
 * nothing.
 */
final class SourceConditions {

    /** Declared stable or parsed as such, and yet not the same in another session. */
    private static final Pattern OF_THE_SESSION =
            Pattern.compile("\\b(?:now|transaction_timestamp|statement_timestamp|txid_current|txid_current_if_assigned"
                    + "|pg_current_xact_id|pg_current_xact_id_if_assigned|pg_backend_pid|inet_client_port)\\(\\)"
                    + "|\\b(?:CURRENT_DATE|CURRENT_TIMESTAMP|CURRENT_TIME|LOCALTIMESTAMP|LOCALTIME)\\b");

    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");

    private final Connection connection;

    SourceConditions(Connection connection) {
        this.connection = connection;
    }

    /** Why the condition will not do for rows of this table; empty where it will. */
    Optional<String> complaint(TableName table, String condition) {
        String plan;
        try {
            // In a list of its own and twice, so that what may come out differently is not moved out of it; beside a
            // column, so that it cannot be an aggregate.
            plan = plan("SELECT chosen, chosen FROM (SELECT " + choice(condition) + " AS chosen, tableoid FROM ONLY "
                    + table.sql() + ") AS rows");
        } catch (SQLException e) {
            return Optional.of("PostgreSQL does not take it: " + SqlProblem.reason(e));
        }
        if (plan.contains("WindowAgg")) {
            return Optional.of("it depends on other rows, and these are copied in parts");
        }
        if (plan.startsWith("Subquery Scan")) {
            return Optional.of("it is volatile: computed once more, it may come out differently");
        }
        return OF_THE_SESSION.matcher(TEXT.matcher(plan).replaceAll("''")).find()
                ? Optional.of("it depends on the time or the session, and so may come out differently when it is"
                        + " computed once more")
                : Optional.empty();
    }

    /** Why a text is no value of the column's type; empty where it is one. */
    Optional<String> complaint(Column column, String value) {
        try {
            run("SELECT " + Sql.literal(value) + "::" + column.type());
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(SqlProblem.reason(e));
        }
    }

    /** Planned against rows that have no other column, and no table to look into. */
    boolean speaksOfNothingBut(TableName table, Column column, String condition) {
        String value = "(NULL::" + column.type() + ")";
        try {
            String plan = plan("SELECT " + choice(condition) + " FROM (VALUES " + value + ", " + value + ") AS "
                    + Sql.identifier(table.name()) + " (" + Sql.identifier(column.name()) + ")");
            return !plan.contains("SubPlan") && !plan.contains("InitPlan");
        } catch (SQLException e) {
            return false;
        }
    }

    /** As the copy has it. */
    private static String choice(String condition) {
        return "CASE WHEN (\n" + condition + "\n) IS FALSE THEN '-' END";
    }

    private String plan(String query) throws SQLException {
        return run("EXPLAIN (VERBOSE, COSTS OFF) " + query);
    }

    /** Whatever comes of it, the transaction goes on. */
    private String run(String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT sync_condition");
            try (ResultSet row = statement.executeQuery(query)) {
                StringBuilder lines = new StringBuilder();
                while (row.next()) {
                    lines.append(row.getString(1)).append('\n');
                }
                return lines.toString();
            } finally {
                statement.execute("ROLLBACK TO SAVEPOINT sync_condition");
            }
        }
    }
}
