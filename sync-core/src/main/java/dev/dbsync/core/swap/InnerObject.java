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
 * Something within a database that has an owner and rights.
 *
 * @param kind as GRANT names it: {@code TABLE}, also for views, {@code SEQUENCE}, {@code ROUTINE}, …
 * @param name qualified and quoted
 * @param column null for the whole
 */
record InnerObject(String kind, String name, String column) {

    /**
     * What is known of it.
     *
     * @param ownedAlone whether its owner can be changed by itself: not that of what belongs to something else
     * @param explicit whether rights were given or taken since it was made by initdb, an extension or a script; where
     *     not, they are the built-in ones
     */
    record Rights(String owner, boolean ownedAlone, boolean explicit, Set<InnerRight> given) {}

    /** All that users made; and PostgreSQL's own functions and tables, whose rights somebody may have changed. */
    private static final String READ = """
            WITH user_schema AS (
                SELECT oid
                FROM pg_catalog.pg_namespace
                WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
            object (kind, class, oid, part, number, owner, acl) AS (
                SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                       'pg_catalog.pg_class'::regclass, oid, NULL::text, 0, relowner, relacl
                FROM pg_catalog.pg_class
                WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                  AND (relnamespace IN (SELECT oid FROM user_schema)
                    OR relnamespace = 'pg_catalog'::regnamespace)
                UNION ALL
                SELECT 'TABLE', 'pg_catalog.pg_class'::regclass, attrelid, attname, attnum, relowner, attacl
                FROM pg_catalog.pg_attribute
                         JOIN pg_catalog.pg_class c ON c.oid = attrelid
                WHERE attnum > 0
                  AND NOT attisdropped
                  AND relkind IN ('r', 'p', 'v', 'm', 'f')
                  AND relnamespace IN (SELECT oid FROM user_schema)
                UNION ALL
                SELECT 'ROUTINE', 'pg_catalog.pg_proc'::regclass, oid, NULL, 0, proowner, proacl
                FROM pg_catalog.pg_proc
                WHERE pronamespace IN (SELECT oid FROM user_schema)
                   OR pronamespace = 'pg_catalog'::regnamespace
                UNION ALL
                SELECT 'TYPE', 'pg_catalog.pg_type'::regclass, t.oid, NULL, 0, typowner, typacl
                FROM pg_catalog.pg_type t
                         LEFT JOIN pg_catalog.pg_class c ON c.oid = typrelid
                WHERE typnamespace IN (SELECT oid FROM user_schema)
                  AND typcategory <> 'A'
                  AND (typtype IN ('e', 'd', 'r', 'b') OR c.relkind = 'c')
                UNION ALL
                SELECT 'SCHEMA', 'pg_catalog.pg_namespace'::regclass, oid, NULL, 0, nspowner, nspacl
                FROM pg_catalog.pg_namespace
                WHERE oid IN (SELECT oid FROM user_schema)
                UNION ALL
                SELECT 'LANGUAGE', 'pg_catalog.pg_language'::regclass, oid, NULL, 0, lanowner, lanacl
                FROM pg_catalog.pg_language
                WHERE lanpltrusted
                UNION ALL
                SELECT 'FOREIGN DATA WRAPPER', 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, NULL, 0, fdwowner, fdwacl
                FROM pg_catalog.pg_foreign_data_wrapper
                UNION ALL
                SELECT 'FOREIGN SERVER', 'pg_catalog.pg_foreign_server'::regclass, oid, NULL, 0, srvowner, srvacl
                FROM pg_catalog.pg_foreign_server)
            SELECT o.kind,
                   (pg_catalog.pg_identify_object(o.class, o.oid, 0)).identity,
                   o.part,
                   pg_catalog.pg_get_userbyid(o.owner),
                   o.part IS NULL
                       AND NOT EXISTS (SELECT
                                       FROM pg_catalog.pg_depend d
                                       WHERE d.classid = o.class
                                         AND d.objid = o.oid
                                         AND d.objsubid = 0
                                         AND (d.deptype IN ('e', 'i') OR d.deptype = 'a' AND o.kind = 'SEQUENCE')),
                   o.acl IS NOT NULL AND o.acl IS DISTINCT FROM i.initprivs,
                   CASE WHEN a.grantee <> 0 THEN pg_catalog.pg_get_userbyid(a.grantee) END,
                   a.privilege_type,
                   a.is_grantable
            FROM object o
                     LEFT JOIN pg_catalog.pg_init_privs i
                               ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = o.number
                     LEFT JOIN LATERAL pg_catalog.aclexplode(o.acl) a ON true
            """;

    static Map<InnerObject, Rights> read(Connection connection) throws SQLException {
        Map<InnerObject, Rights> objects = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(READ);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                InnerObject object = new InnerObject(row.getString(1), row.getString(2), row.getString(3));
                Rights rights = objects.get(object);
                if (rights == null) {
                    rights = new Rights(row.getString(4), row.getBoolean(5), row.getBoolean(6), new LinkedHashSet<>());
                    objects.put(object, rights);
                }
                if (row.getString(8) != null) {
                    rights.given().add(new InnerRight(row.getString(7), row.getString(8), row.getBoolean(9)));
                }
            }
        }
        return objects;
    }

    String ownedBy(String owner) {
        String alter = kind.equals("FOREIGN SERVER") ? "SERVER" : kind.equals("SEQUENCE") ? "TABLE" : kind;
        return "ALTER " + alter + " " + name + " OWNER TO " + Sql.identifier(owner);
    }

    String granting(InnerRight right) {
        return "GRANT " + privilege(right.privilege()) + " ON " + kind + " " + name + " TO " + right.to()
                + (right.grantable() ? " WITH GRANT OPTION" : "");
    }

    /** @param from quoted, or PUBLIC */
    String revokingAll(String from) {
        return "REVOKE " + privilege("ALL") + " ON " + kind + " " + name + " FROM " + from;
    }

    String shown() {
        return kind.toLowerCase(Locale.ROOT) + " " + name + (column == null ? "" : " (" + column + ")");
    }

    private String privilege(String privilege) {
        return column == null ? privilege : privilege + " (" + Sql.identifier(column) + ")";
    }
}
