package dev.dbsync.core.swap;

import java.util.List;
import java.util.stream.Collectors;

/** The query for all that users made in a database, down to columns, constraints and triggers. */
final class HeldObjectsQuery {

    /**
     * A catalog and those of its rows that count.
     *
     * @param on an expression for the table that the object belongs to, whose alias is {@code o}; NULL for none
     */
    private record Found(String catalog, String on, String where) {

        String sql() {
            return """
                    SELECT 'pg_catalog.%1$s'::regclass, o.oid, 0, %2$s
                    FROM pg_catalog.%1$s o
                    WHERE %3$s
                    """.formatted(catalog, on, where);
        }
    }

    private static final String NONE = "NULL::oid";

    /** Oids below 16384 are PostgreSQL's own. */
    private static final String OF_USERS = "o.oid >= 16384";

    /**
     * Parts of partitioned tables that come with the whole are left out, and what the server makes by itself: rules of
     * views, triggers of foreign keys, constraints for NOT NULL.
     */
    private static final List<Found> FOUND = List.of(
            new Found("pg_class", "o.oid", in("relnamespace") + " AND o.relkind IN ('r', 'p', 'f', 'v', 'm')"),
            new Found("pg_class", """
                    (SELECT d.refobjid
                     FROM pg_catalog.pg_depend d
                     WHERE d.classid = 'pg_catalog.pg_class'::regclass
                       AND d.objid = o.oid
                       AND d.refclassid = 'pg_catalog.pg_class'::regclass
                       AND d.deptype = 'a'
                     LIMIT 1)""", in("relnamespace") + " AND o.relkind = 'S'"),
            new Found(
                    "pg_class",
                    "(SELECT i.indrelid FROM pg_catalog.pg_index i WHERE i.indexrelid = o.oid)",
                    in("relnamespace") + " AND o.relkind IN ('i', 'I') AND NOT o.relispartition"),
            new Found(
                    "pg_constraint",
                    "o.conrelid",
                    in("connamespace") + " AND o.conrelid <> 0 AND o.contype IN ('c', 'f', 'p', 'u', 'x')"
                            + " AND o.conparentid = 0 AND o.conislocal"),
            new Found("pg_trigger", "o.tgrelid", OF_USERS + " AND NOT o.tgisinternal AND o.tgparentid = 0"),
            new Found("pg_policy", "o.polrelid", OF_USERS),
            new Found("pg_rewrite", "o.ev_class", OF_USERS + " AND o.rulename <> '_RETURN'"),
            new Found("pg_statistic_ext", "o.stxrelid", in("stxnamespace")),
            new Found("pg_proc", NONE, in("pronamespace")),
            new Found("pg_operator", NONE, in("oprnamespace")),
            new Found("pg_opclass", NONE, in("opcnamespace")),
            new Found("pg_opfamily", NONE, in("opfnamespace")),
            new Found("pg_collation", NONE, in("collnamespace")),
            new Found("pg_conversion", NONE, in("connamespace")),
            new Found("pg_ts_config", NONE, in("cfgnamespace")),
            new Found("pg_ts_dict", NONE, in("dictnamespace")),
            new Found("pg_ts_parser", NONE, in("prsnamespace")),
            new Found("pg_ts_template", NONE, in("tmplnamespace")),
            new Found("pg_type", NONE, in("typnamespace") + """
                     AND o.typcategory <> 'A'
                     AND (o.typtype IN ('e', 'd', 'r', 'b')
                         OR EXISTS (SELECT
                                    FROM pg_catalog.pg_class c
                                    WHERE c.oid = o.typrelid AND c.relkind = 'c'))
                    """),
            new Found("pg_namespace", NONE, "o.oid IN (SELECT oid FROM user_schema) AND o.nspname <> 'public'"),
            new Found("pg_extension", NONE, OF_USERS),
            new Found("pg_language", NONE, OF_USERS),
            new Found("pg_cast", NONE, OF_USERS),
            new Found("pg_transform", NONE, OF_USERS),
            new Found("pg_am", NONE, OF_USERS),
            new Found("pg_event_trigger", NONE, OF_USERS),
            new Found("pg_publication", NONE, OF_USERS),
            new Found("pg_foreign_data_wrapper", NONE, OF_USERS),
            new Found("pg_foreign_server", NONE, OF_USERS));

    private static final String COLUMNS = """
            SELECT 'pg_catalog.pg_class'::regclass, c.oid, a.attnum, c.oid
            FROM pg_catalog.pg_class c
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace IN (SELECT oid FROM user_schema)
              AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
              AND NOT c.relispartition
              AND a.attnum > 0
              AND NOT a.attisdropped
            """;

    /** By the view: the catalog itself, which may hold passwords, is closed to all but superusers. */
    private static final String USER_MAPPINGS = """
            SELECT 'pg_catalog.pg_user_mapping'::regclass, m.umid, 0, NULL
            FROM pg_catalog.pg_user_mappings m
            """;

    /**
     * Kind, name, schema and name of the table that it is or belongs to. What is part of something else (deptype i)
     * goes with that; what is an extension's (e) is its affair, and that of the extension's tables with it. A large
     * object is known by its number alone, which says nothing on another server: they are counted.
     */
    static final String SQL = """
            WITH user_schema AS (
                SELECT oid, nspname
                FROM pg_catalog.pg_namespace
                WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
            found (class, oid, part, belongs) AS (
            %s)
            SELECT i.type, i.identity, n.nspname, c.relname
            FROM found f
                     LEFT JOIN pg_catalog.pg_class c ON c.oid = f.belongs
                     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
                 pg_catalog.pg_identify_object(f.class, f.oid, f.part) i
            WHERE NOT EXISTS (SELECT
                              FROM pg_catalog.pg_depend d
                              WHERE d.objsubid = 0
                                AND (d.classid = f.class AND d.objid = f.oid AND d.deptype IN ('e', 'i')
                                    OR d.classid = 'pg_catalog.pg_class'::regclass
                                        AND d.objid = f.belongs
                                        AND d.deptype = 'e'))
            UNION ALL
            SELECT 'large objects', count(*)::text, NULL, NULL
            FROM pg_catalog.pg_largeobject_metadata
            HAVING count(*) > 0
            ORDER BY 1, 2
            """.formatted(FOUND.stream().map(Found::sql).collect(Collectors.joining("UNION ALL\n"))
            + "UNION ALL\n" + COLUMNS + "UNION ALL\n" + USER_MAPPINGS);

    private HeldObjectsQuery() {}

    private static String in(String schema) {
        return "o." + schema + " IN (SELECT oid FROM user_schema)";
    }
}
