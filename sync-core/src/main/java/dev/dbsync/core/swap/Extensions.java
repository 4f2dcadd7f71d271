package dev.dbsync.core.swap;

import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Extensions that one database has and another is to have as well. */
final class Extensions {

    private static final String READ = """
            SELECT e.extname,
                   CASE
                       WHEN NOT EXISTS (SELECT
                                        FROM pg_catalog.pg_depend d
                                        WHERE d.classid = 'pg_catalog.pg_namespace'::regclass
                                          AND d.objid = n.oid
                                          AND d.refclassid = 'pg_catalog.pg_extension'::regclass
                                          AND d.refobjid = e.oid
                                          AND d.deptype = 'e') THEN n.nspname END,
                   (SELECT v.version
                    FROM pg_catalog.pg_available_extension_versions v
                    WHERE v.name = e.extname AND v.version = e.extversion)
            FROM pg_catalog.pg_extension e
                     JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            ORDER BY e.oid
            """;

    /**
     * One extension.
     *
     * @param schema null where it makes that itself
     * @param version null where it cannot be had any more: the newest is then taken
     */
    private record Extension(String name, String schema, String version) {

        String create() {
            return "CREATE EXTENSION " + Sql.identifier(name)
                    + (schema == null ? "" : " SCHEMA " + Sql.identifier(schema))
                    + (version == null ? "" : " VERSION " + Sql.literal(version));
        }
    }

    private Extensions() {}

    /** Creates, in the order in which they were created, all that are missing; their names. */
    static List<String> bring(Connection from, Connection to, Set<String> except) throws SQLException {
        List<String> there = read(to).stream().map(Extension::name).toList();
        List<String> brought = new ArrayList<>();
        try (Statement statement = to.createStatement()) {
            statement.setEscapeProcessing(false);
            for (Extension extension : read(from)) {
                if (there.contains(extension.name()) || except.contains(extension.name())) {
                    continue;
                }
                if (extension.schema() != null) {
                    statement.execute("CREATE SCHEMA IF NOT EXISTS " + Sql.identifier(extension.schema()));
                }
                statement.execute(extension.create());
                brought.add(extension.name());
            }
        }
        return brought;
    }

    private static List<Extension> read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ);
                ResultSet row = statement.executeQuery()) {
            List<Extension> extensions = new ArrayList<>();
            while (row.next()) {
                extensions.add(new Extension(row.getString(1), row.getString(2), row.getString(3)));
            }
            return extensions;
        }
    }
}
