package dev.dbsync.core.swap;

import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What {@code ALTER DEFAULT PRIVILEGES} has said for one role, kind of objects, and schema.
 *
 * @param schema null for all
 * @param kind as the statement names it, such as {@code TABLES}
 */
record DefaultRights(String role, String schema, String kind) {

    /** An entry for all schemas holds the built-in rights as well, one for a single schema only what is added. */
    private static final String READ = """
            SELECT pg_catalog.pg_get_userbyid(d.defaclrole),
                   n.nspname,
                   CASE d.defaclobjtype
                       WHEN 'r' THEN 'TABLES'
                       WHEN 'S' THEN 'SEQUENCES'
                       WHEN 'f' THEN 'ROUTINES'
                       WHEN 'T' THEN 'TYPES'
                       WHEN 'n' THEN 'SCHEMAS'
                       ELSE 'LARGE OBJECTS' END,
                   a.given,
                   CASE WHEN a.grantee <> 0 THEN pg_catalog.pg_get_userbyid(a.grantee) END,
                   a.privilege_type,
                   a.is_grantable
            FROM pg_catalog.pg_default_acl d
                     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
                     LEFT JOIN LATERAL (
                         SELECT true AS given, *
                         FROM pg_catalog.aclexplode(d.defaclacl)
                         UNION ALL
                         SELECT false, *
                         FROM pg_catalog.aclexplode(pg_catalog.acldefault(
                                 CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole))
                         WHERE n.oid IS NULL) a ON true
            """;

    /** @param builtIn those that go without saying, where nothing was said */
    record Rights(Set<InnerRight> given, Set<InnerRight> builtIn) {}

    static Map<DefaultRights, Rights> read(Connection connection) throws SQLException {
        Map<DefaultRights, Rights> found = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(READ);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Rights rights = found.computeIfAbsent(
                        new DefaultRights(row.getString(1), row.getString(2), row.getString(3)),
                        key -> new Rights(new LinkedHashSet<>(), new LinkedHashSet<>()));
                if (row.getString(6) != null) {
                    (row.getBoolean(4) ? rights.given() : rights.builtIn())
                            .add(new InnerRight(row.getString(5), row.getString(6), row.getBoolean(7)));
                }
            }
        }
        return found;
    }

    String granting(InnerRight right) {
        return alter() + " GRANT " + right.privilege() + " ON " + kind + " TO " + right.to()
                + (right.grantable() ? " WITH GRANT OPTION" : "");
    }

    String revoking(InnerRight right) {
        return alter() + " REVOKE " + right.privilege() + " ON " + kind + " FROM " + right.to();
    }

    String shown() {
        return "default privileges of " + role + " on " + kind.toLowerCase(Locale.ROOT)
                + (schema == null ? "" : " in " + schema);
    }

    private String alter() {
        return "ALTER DEFAULT PRIVILEGES FOR ROLE " + Sql.identifier(role)
                + (schema == null ? "" : " IN SCHEMA " + Sql.identifier(schema));
    }
}
