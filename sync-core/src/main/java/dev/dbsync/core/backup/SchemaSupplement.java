package dev.dbsync.core.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What pgCodeKeeper does not know of, in its own DDL: replica identities, and default privileges. */
final class SchemaSupplement {

    private static final String REPLICA_IDENTITIES = """
            SELECT format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY %s',
                          n.nspname,
                          c.relname,
                          CASE c.relreplident
                              WHEN 'n' THEN 'NOTHING'
                              WHEN 'f' THEN 'FULL'
                              ELSE 'USING INDEX ' || quote_ident(ic.relname) END)
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisreplident
                     LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
            WHERE c.relkind IN ('r', 'p')
              AND c.relpersistence <> 't'
              AND n.nspname !~ '^pg_'
              AND n.nspname <> 'information_schema'
              AND (c.relreplident IN ('n', 'f') OR c.relreplident = 'i' AND ic.relname IS NOT NULL)
              AND NOT EXISTS (SELECT
                              FROM pg_depend d
                              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY n.nspname, c.relname
            """;

    /** Those of a schema are added to nothing, those of the whole database to PostgreSQL's own, which may be less. */
    private static final String DEFAULT_PRIVILEGES = """
            WITH given AS (
                SELECT d.oid, d.defaclrole, n.nspname, d.defaclobjtype AS kind, d.defaclacl AS acl,
                       CASE
                           WHEN d.defaclnamespace = 0
                               THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END,
                                               d.defaclrole)
                           END AS base
                FROM pg_default_acl d
                         LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace),
            change AS (
                SELECT g.oid, 1 AS position, 'REVOKE' AS verb, 'FROM' AS direction, a.grantee, a.privilege_type,
                       false AS is_grantable
                FROM given g, aclexplode(g.base) a
                WHERE (a.grantee, a.privilege_type) NOT IN (SELECT x.grantee, x.privilege_type FROM aclexplode(g.acl) x)
                UNION ALL
                SELECT g.oid, 2, 'GRANT', 'TO', a.grantee, a.privilege_type, a.is_grantable
                FROM given g, aclexplode(g.acl) a
                WHERE (a.grantee, a.privilege_type, a.is_grantable)
                          NOT IN (SELECT x.grantee, x.privilege_type, x.is_grantable FROM aclexplode(g.base) x))
            SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I %s%s %s ON %s %s %s%s',
                          pg_get_userbyid(g.defaclrole),
                          CASE WHEN g.nspname IS NULL THEN '' ELSE format('IN SCHEMA %I ', g.nspname) END,
                          c.verb,
                          c.privilege_type,
                          CASE g.kind
                              WHEN 'r' THEN 'TABLES'
                              WHEN 'S' THEN 'SEQUENCES'
                              WHEN 'f' THEN 'FUNCTIONS'
                              WHEN 'T' THEN 'TYPES'
                              WHEN 'n' THEN 'SCHEMAS'
                              ELSE 'LARGE OBJECTS' END,
                          c.direction,
                          CASE c.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(c.grantee)) END,
                          CASE WHEN c.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM given g
                     JOIN change c ON c.oid = g.oid
            ORDER BY pg_get_userbyid(g.defaclrole), g.nspname, g.kind, c.position, c.grantee, c.privilege_type
            """;

    private SchemaSupplement() {}

    static List<String> read(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String query : List.of(REPLICA_IDENTITIES, DEFAULT_PRIVILEGES)) {
                try (ResultSet row = statement.executeQuery(query)) {
                    while (row.next()) {
                        statements.add(row.getString(1));
                    }
                }
            }
        }
        return statements;
    }
}
