package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Single questions to a database's catalog, for those who do not need all of it.
 *
 * @see Catalog
 */
public final class CatalogQuestions {

    /** For {@link #which}: relations that the role may not alter. */
    public static final String NOT_OWNED = "NOT pg_has_role(c.relowner, 'USAGE')";

    private static final String WHICH = """
            SELECT n.nspname, c.relname
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN unnest(?::text[], ?::text[]) AS asked (schema, name)
                          ON (asked.schema, asked.name) = (n.nspname, c.relname)
            WHERE %s
            ORDER BY n.nspname, c.relname
            """;

    /**
     * Of relations that are {@link #bind bound}, for a query that begins WITH RECURSIVE: {@code asked}, the relations;
     * {@code below}, with all partitions and heirs of theirs; {@code above}, with all that they are partitions or heirs
     * of.
     */
    public static final String TREES = """
            asked AS (
                SELECT c.oid
                FROM unnest(?::text[], ?::text[]) AS asked (schema, name)
                         JOIN pg_namespace n ON n.nspname = asked.schema
                         JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name),
            below AS (
                SELECT oid FROM asked
                UNION
                SELECT i.inhrelid FROM below JOIN pg_inherits i ON i.inhparent = below.oid),
            above AS (
                SELECT oid FROM asked
                UNION
                SELECT i.inhparent FROM above JOIN pg_inherits i ON i.inhrelid = above.oid)
            """;

    private CatalogQuestions() {}

    /**
     * Lets the session answer at once what is asked of it: servers compile by default what looks costly, and the
     * questions to a catalog do, which takes several times as long as their answers.
     *
     * @see <a href="https://www.postgresql.org/docs/current/jit-decision.html">When to JIT</a>
     */
    public static void uncompiled(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET jit = off");
        }
    }

    /** Whether there is such a table. Not by to_regclass, which wants the right to use the schema. */
    public static boolean exists(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = ? AND tablename = ?)")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /**
     * Those of these relations for which a condition holds, ordered by name.
     *
     * @param condition in SQL, of {@code pg_class c} and its {@code pg_namespace n}
     */
    public static List<TableName> which(Connection connection, Collection<TableName> relations, String condition)
            throws SQLException {
        List<TableName> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(WHICH.formatted(condition))) {
            bind(statement, 1, relations);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }

    /** Sets a parameter and the one after it, of type {@code text[]}, to the schemas and the names of relations. */
    public static void bind(PreparedStatement statement, int first, Collection<TableName> relations)
            throws SQLException {
        Object[] schemas = relations.stream().map(TableName::schema).toArray();
        Object[] names = relations.stream().map(TableName::name).toArray();
        statement.setArray(first, statement.getConnection().createArrayOf("text", schemas));
        statement.setArray(first + 1, statement.getConnection().createArrayOf("text", names));
    }
}
