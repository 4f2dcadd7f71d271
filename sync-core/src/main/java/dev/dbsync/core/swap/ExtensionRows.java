package dev.dbsync.core.swap;

import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that users keep in tables of extensions, such as the jobs of pg_cron: a dump has them, and so must whoever
 * compares two databases.
 *
 * @see <a href="https://www.postgresql.org/docs/current/extend-extensions.html#EXTEND-EXTENSIONS-CONFIG-TABLES">
 *     Configuration tables</a>
 */
final class ExtensionRows {

    /** The condition is of the extension's own making, and tells rows of users from those that it brings. */
    private static final String TABLES = """
            SELECT e.extname,
                   n.nspname,
                   c.relname,
                   coalesce(t.condition, ''),
                   pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
            FROM pg_catalog.pg_extension e,
                 LATERAL unnest(e.extconfig, e.extcondition) t (oid, condition)
                     JOIN pg_catalog.pg_class c ON c.oid = t.oid AND c.relkind IN ('r', 'p')
                     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            ORDER BY 1, 2, 3
            """;

    private record ConfigurationTable(String extension, TableName name, String condition, boolean isReadable) {}

    private ExtensionRows() {}

    /** The tables that have such rows, or that may have, where the role may not look. */
    static List<OwnObject> of(Connection connection) throws SQLException {
        List<OwnObject> found = new ArrayList<>();
        for (ConfigurationTable table : tables(connection)) {
            if (!table.isReadable() || hasRows(connection, table)) {
                found.add(new OwnObject(
                        "rows of the extension " + table.extension(),
                        table.name().toString()));
            }
        }
        return found;
    }

    private static List<ConfigurationTable> tables(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLES);
                ResultSet row = statement.executeQuery()) {
            List<ConfigurationTable> tables = new ArrayList<>();
            while (row.next()) {
                tables.add(new ConfigurationTable(
                        row.getString(1),
                        new TableName(row.getString(2), row.getString(3)),
                        row.getString(4),
                        row.getBoolean(5)));
            }
            return tables;
        }
    }

    private static boolean hasRows(Connection connection, ConfigurationTable table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet row = statement.executeQuery(
                    "SELECT EXISTS (SELECT FROM " + table.name().sql() + " " + table.condition() + ")")) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
