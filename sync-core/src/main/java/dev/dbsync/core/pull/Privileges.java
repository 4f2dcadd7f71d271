package dev.dbsync.core.pull;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What the roles on both sides may do, asked before anything is tried. */
final class Privileges {

    private static final String RELATIONS = """
            SELECT n.nspname, c.relname
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN unnest(?::text[], ?::text[]) AS asked (schema, name)
                          ON (asked.schema, asked.name) = (n.nspname, c.relname)
            WHERE %s
            ORDER BY n.nspname, c.relname
            """;

    private static final String UNREADABLE =
            RELATIONS.formatted("NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))");

    private static final String WRITABLE =
            RELATIONS.formatted("has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')");

    private static final String NOT_OWNED = RELATIONS.formatted("NOT pg_has_role(c.relowner, 'USAGE')");

    private Privileges() {}

    /** Tables of the source that its role may not read. */
    static List<Problem> unreadable(Connection source, Collection<TableName> tables, String shown) throws SQLException {
        List<TableName> unreadable = query(source, UNREADABLE, tables);
        return unreadable.isEmpty()
                ? List.of()
                : List.of(new Problem(
                        "The role may not read " + names(unreadable),
                        shown,
                        "As the owner:\n  GRANT SELECT ON "
                                + unreadable.stream().map(TableName::sql).collect(Collectors.joining(", "))
                                + " TO …\nor exclude them"));
    }

    /** Tables of the source that its role could write, as a role for reading should not. */
    static List<TableName> writable(Connection source, Collection<TableName> tables) throws SQLException {
        return query(source, WRITABLE, tables);
    }

    /** Tables of the target whose foreign keys and triggers the role could not set aside. */
    static List<Problem> notOwned(Connection target, Collection<TableName> tables, String shown) throws SQLException {
        List<TableName> notOwned = query(target, NOT_OWNED, tables);
        return notOwned.isEmpty()
                ? List.of()
                : List.of(new Problem(
                        "The role does not own " + names(notOwned)
                                + ", so it cannot set their foreign keys and triggers aside",
                        shown,
                        "Connect as the owner, or as a member of the owning role"));
    }

    private static String names(List<TableName> tables) {
        return tables.stream().map(TableName::shown).collect(Collectors.joining(", "));
    }

    private static List<TableName> query(Connection connection, String sql, Collection<TableName> tables)
            throws SQLException {
        List<TableName> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, texts(connection, tables.stream().map(TableName::schema).toList()));
            statement.setArray(
                    2, texts(connection, tables.stream().map(TableName::name).toList()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }

    private static Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
