package dev.dbsync.core.backup;

import dev.dbsync.core.database.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs a script whose order is right for all but a few statements: one that names something which is not there yet is
 * run again after the others. pgCodeKeeper misses some dependencies, such as those on functions called with fewer
 * arguments than they declare.
 */
final class DdlRun {

    /** An object, column, function or type that does not exist, and an index that a foreign key would need. */
    private static final Set<String> NOT_YET = Set.of("42P01", "42703", "42704", "42883", "3F000", "42830");

    private final Connection connection;
    private final String where;

    /**
     * @param connection in a transaction
     * @param where what to name in a complaint before the statement
     */
    DdlRun(Connection connection, String where) {
        this.connection = connection;
        this.where = where;
    }

    /**
     * Runs every statement once.
     *
     * @throws dev.dbsync.core.problem.SyncException when one cannot be run at any place
     */
    void run(List<DdlStatement> statements) throws SQLException {
        List<DdlStatement> waiting = statements;
        while (!waiting.isEmpty()) {
            List<DdlStatement> notYet = new ArrayList<>();
            SQLException first = null;
            for (DdlStatement statement : waiting) {
                SQLException failure = attempt(statement);
                if (failure != null) {
                    first = first == null ? failure : first;
                    notYet.add(statement);
                }
            }
            if (notYet.size() == waiting.size()) {
                throw failed(first, notYet.get(0));
            }
            waiting = notYet;
        }
    }

    /** @return why it cannot be run yet; null when it was */
    private SQLException attempt(DdlStatement ddl) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            // Braces in a function's body are not the driver's escapes.
            statement.setEscapeProcessing(false);
            statement.execute(ddl.sql());
        } catch (SQLException e) {
            if (!NOT_YET.contains(SqlProblem.state(e))) {
                throw failed(e, ddl);
            }
            connection.rollback(before);
            return e;
        }
        connection.releaseSavepoint(before);
        return null;
    }

    private RuntimeException failed(SQLException e, DdlStatement statement) {
        return SqlProblem.of(
                e,
                statement.sql(),
                "The restore failed, and nothing was changed",
                where + ", at " + statement.head(),
                "");
    }
}
