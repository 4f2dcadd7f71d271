package dev.dbsync.core.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The roles that a database's objects name: a backup holds their names, never the roles themselves. */
final class DatabaseRoles {

    /**
     * {@code pg_shdepend} knows every role but the one that initdb made, whose ownership is looked up table by table.
     */
    private static final String ROLES = """
            SELECT DISTINCT r.rolname, d.deptype = 'o'
            FROM pg_shdepend d
                     JOIN pg_database b ON b.oid = d.dbid AND b.datname = current_database()
                     JOIN pg_roles r ON d.refclassid = 'pg_authid'::regclass AND r.oid = d.refobjid
            UNION
            SELECT r.rolname, true
            FROM pg_roles r
            WHERE r.oid = 10
              AND (EXISTS (SELECT FROM pg_namespace n WHERE n.nspowner = r.oid AND n.oid >= 16384)
                OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.oid >= 16384 AND c.relkind <> 't')
                OR EXISTS (SELECT FROM pg_proc p WHERE p.proowner = r.oid AND p.oid >= 16384)
                OR EXISTS (SELECT FROM pg_type t WHERE t.typowner = r.oid AND t.oid >= 16384))
            """;

    private DatabaseRoles() {}

    static Manifest.Roles read(Connection connection) throws SQLException {
        Set<String> owners = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROLES)) {
            while (row.next()) {
                (row.getBoolean(2) ? owners : others).add(row.getString(1));
            }
        }
        return new Manifest.Roles(List.copyOf(owners), List.copyOf(others));
    }
}
