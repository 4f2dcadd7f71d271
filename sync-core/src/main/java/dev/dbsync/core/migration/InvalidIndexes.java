package dev.dbsync.core.migration;

import dev.dbsync.core.script.IndexAfterwards;
import dev.dbsync.core.script.SqlName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Indexes as what is built outside of a transaction leaves them: a build that was interrupted leaves an invalid one.
 * Those of partitioned tables, which are invalid until each partition has its own, are left out.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">Building
 *     Indexes Concurrently</a>
 */
final class InvalidIndexes {

    private static final String INDEXES = """
            SELECT format('%I.%I', n.nspname, c.relname), i.indisvalid
            FROM pg_index i
                     JOIN pg_class c ON c.oid = i.indexrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN pg_class t ON t.oid = i.indrelid
                     JOIN pg_namespace s ON s.oid = t.relnamespace
            WHERE c.relkind = 'i'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            """;

    /** A relation with its partitions. */
    private static final String TREE =
            "SELECT to_regclass(?)::oid UNION SELECT relid FROM pg_partition_tree(to_regclass(?))";

    private InvalidIndexes() {}

    /** An index that was looked for. */
    record Found(String name, boolean valid) {}

    /** All of the database: quoted for SQL, in order. */
    static List<String> all(Connection connection) throws SQLException {
        return names(query(connection, "AND NOT i.indisvalid"));
    }

    /**
     * The index of a name: where that names no schema, in the one of its table, or else where the session's search path
     * finds it.
     */
    static List<Found> named(Connection connection, SqlName name, Optional<SqlName> table) throws SQLException {
        if (name.schema().isPresent()) {
            return query(
                    connection,
                    "AND c.relname = ? AND n.nspname = ?",
                    name.name(),
                    name.schema().get());
        }
        return table.isPresent()
                ? query(
                        connection,
                        "AND c.relname = ? AND n.oid = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass(?))",
                        name.name(),
                        table.get().sql())
                : query(connection, "AND c.oid = to_regclass(?)", name.sql());
    }

    /**
     * The invalid ones among those that are meant.
     *
     * @param table of an index that is created
     */
    static List<String> of(Connection connection, IndexAfterwards meant, Optional<SqlName> table) throws SQLException {
        SqlName name = meant.name();
        return switch (meant.scope()) {
            case INDEX ->
                named(connection, name, table).stream()
                        .filter(index -> !index.valid())
                        .map(Found::name)
                        .toList();
            case TABLE -> names(query(connection, "AND NOT i.indisvalid AND t.oid = to_regclass(?)", name.sql()));
            case SCHEMA -> names(query(connection, "AND NOT i.indisvalid AND s.nspname = ?", name.name()));
            case DATABASE -> all(connection);
        };
    }

    /** The invalid ones of all tables whose indexes are meant, with their partitions and TOAST tables. */
    static List<String> beside(Connection connection, IndexAfterwards meant) throws SQLException {
        SqlName name = meant.name();
        return switch (meant.scope()) {
            case INDEX ->
                names(query(
                        connection,
                        "AND NOT i.indisvalid AND t.oid IN (SELECT indrelid FROM pg_index WHERE indexrelid IN (" + TREE
                                + "))",
                        name.sql(),
                        name.sql()));
            case TABLE ->
                names(query(
                        connection,
                        "AND NOT i.indisvalid AND t.oid IN (SELECT unnest(ARRAY[oid, reltoastrelid]) FROM pg_class"
                                + " WHERE oid IN (" + TREE + "))",
                        name.sql(),
                        name.sql()));
            case SCHEMA, DATABASE -> of(connection, meant, Optional.empty());
        };
    }

    /** Without waiting for a table's readers and writers. */
    static void drop(Connection connection, String index) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + index);
        }
    }

    private static List<String> names(List<Found> found) {
        return found.stream().map(Found::name).toList();
    }

    private static List<Found> query(Connection connection, String condition, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INDEXES + condition + " ORDER BY 1")) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<Found> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(row.getString(1), row.getBoolean(2)));
                }
            }
            return found;
        }
    }
}
