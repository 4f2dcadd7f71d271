package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks what a transaction has put off until its end, before whatever comes next in it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-set-constraints.html">SET CONSTRAINTS</a>
 */
public final class DeferredConstraints {

    /**
     * Constraints in schemas that the role may not use could not be named. One name may be that of several, in tables
     * of one schema. Another session's temporary tables may be gone before they are named.
     */
    private static final String DEFERRABLE = """
            SELECT n.nspname, c.conname, bool_and(c.condeferrable) AND bool_or(c.condeferred)
            FROM pg_constraint c
                     JOIN pg_namespace n ON n.oid = c.connamespace
            WHERE (c.connamespace, c.conname) IN (SELECT d.connamespace, d.conname
                                                  FROM pg_constraint d
                                                  WHERE d.condeferrable)
              AND has_schema_privilege(n.oid, 'USAGE')
              AND NOT pg_is_other_temp_schema(n.oid)
            GROUP BY n.nspname, c.conname
            ORDER BY n.nspname, c.conname
            """;

    private DeferredConstraints() {}

    /**
     * Checks all deferred constraints now. Those that are initially deferred are so again afterwards, and those that
     * are initially immediate are immediate, also where somebody had deferred them in this transaction.
     *
     * <p>Without this, a row that one script wrote and an {@code ALTER TABLE} of the next meet as "pending trigger
     * events". {@code SET CONSTRAINTS ALL} would do for the check, but nothing takes it back: ALL also governs
     * constraints that later scripts create, and {@code ALL DEFERRED} also those that are initially immediate. So they
     * are named.
     *
     * @throws SQLException also when one does not hold; the transaction must be rolled back then
     */
    public static void check(Connection connection) throws SQLException {
        List<String> deferrable = new ArrayList<>();
        List<String> deferred = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(DEFERRABLE)) {
            while (row.next()) {
                String name = Sql.identifier(row.getString(1)) + "." + Sql.identifier(row.getString(2));
                deferrable.add(name);
                if (row.getBoolean(3)) {
                    deferred.add(name);
                }
            }
        }
        set(connection, deferrable, "IMMEDIATE");
        set(connection, deferred, "DEFERRED");
    }

    private static void set(Connection connection, List<String> constraints, String when) throws SQLException {
        if (constraints.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(constraints.stream().collect(Collectors.joining(", ", "SET CONSTRAINTS ", " " + when)));
        }
    }
}
