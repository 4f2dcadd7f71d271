package dev.dbsync.core.backup;

import java.util.List;
import java.util.stream.Collectors;

/** The query for all that users made in a database. */
final class TargetQuery {

    /**
     * Where what a catalog lists lives in a schema, and its place in the order of dropping.
     *
     * @param schema the column with the schema's oid
     */
    private record InSchemas(String catalog, String schema, int position) {

        String found() {
            return """
                    SELECT '%1$s'::regclass, oid, %3$d, 0
                    FROM %1$s
                    WHERE %2$s IN (SELECT oid FROM user_schema)
                    """.formatted(catalog, schema, position);
        }
    }

    /**
     * What a catalog lists for the database as a whole.
     *
     * @param from the catalog, and a condition where it needs one
     */
    private record InDatabase(String catalog, String from, int position) {

        String found() {
            return """
                    SELECT '%s'::regclass, oid, %d, 0
                    FROM %s
                    """.formatted(catalog, position, from);
        }
    }

    private static final List<InSchemas> IN_SCHEMAS = List.of(
            new InSchemas("pg_proc", "pronamespace", 4),
            new InSchemas("pg_operator", "oprnamespace", 5),
            new InSchemas("pg_opfamily", "opfnamespace", 5),
            new InSchemas("pg_collation", "collnamespace", 7),
            new InSchemas("pg_conversion", "connamespace", 7),
            new InSchemas("pg_ts_config", "cfgnamespace", 7),
            new InSchemas("pg_ts_dict", "dictnamespace", 7));

    /** Oids below 16384 are PostgreSQL's own. */
    private static final List<InDatabase> IN_DATABASE = List.of(
            new InDatabase("pg_event_trigger", "pg_event_trigger", 1),
            new InDatabase("pg_publication", "pg_publication", 1),
            new InDatabase("pg_cast", "pg_cast WHERE oid >= 16384", 8),
            new InDatabase("pg_foreign_server", "pg_foreign_server", 8),
            new InDatabase("pg_foreign_data_wrapper", "pg_foreign_data_wrapper", 8),
            new InDatabase("pg_language", "pg_language WHERE oid >= 16384", 8),
            new InDatabase("pg_largeobject", "pg_largeobject_metadata", 9));

    /** Of two estimates of rows the greater counts: one that is out of date must not belittle what is lost. */
    private static final String OTHERS = """
            SELECT 'pg_class'::regclass,
                   c.oid,
                   CASE c.relkind WHEN 'S' THEN 3 ELSE 2 END,
                   CASE
                       WHEN c.relkind IN ('r', 'm')
                           THEN greatest(c.reltuples::bigint, pg_stat_get_live_tuples(c.oid), 0)
                       ELSE 0 END
            FROM pg_class c
                     JOIN user_schema s ON s.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
            UNION ALL
            SELECT 'pg_type'::regclass, t.oid, 6, 0
            FROM pg_type t
                     JOIN user_schema s ON s.oid = t.typnamespace
                     LEFT JOIN pg_class c ON c.oid = t.typrelid
            WHERE t.typtype IN ('e', 'd', 'r', 'b') AND t.typcategory <> 'A'
               OR c.relkind = 'c'
            UNION ALL
            SELECT 'pg_extension'::regclass, e.oid, 10, 0
            FROM pg_extension e
                     JOIN user_schema s ON s.oid = e.extnamespace
            WHERE s.nspname <> 'public'
            UNION ALL
            SELECT 'pg_namespace'::regclass, s.oid, 11, 0
            FROM user_schema s
            WHERE s.nspname <> 'public'
            """;

    /** What is part of something else (deptype i) goes with that; what is an extension's (e) is its affair. */
    private static final String FOUND = """
            WITH user_schema AS (
                SELECT oid, nspname
                FROM pg_namespace
                WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
            found (class, oid, position, rows) AS (
            %s)
            SELECT i.type, i.identity, f.rows, f.position
            FROM found f,
                 pg_identify_object(f.class, f.oid, 0) i
            WHERE NOT EXISTS (SELECT
                              FROM pg_depend d
                              WHERE d.classid = f.class
                                AND d.objid = f.oid
                                AND d.objsubid = 0
                                AND d.deptype IN ('e', 'i'))
            """.formatted(union());

    /** In the order in which they can be dropped: kind, name as in a statement, rows. */
    static final String OBJECTS = FOUND + "ORDER BY f.position, i.type COLLATE \"C\", i.identity COLLATE \"C\"";

    /** What {@link TargetObjects#digest()} makes of them, as an expression. */
    static final String DIGEST = """
            (SELECT encode(sha256(convert_to(coalesce(string_agg(
                        o.type || ' ' || o.identity || chr(10), ''
                        ORDER BY o.position, o.type COLLATE "C", o.identity COLLATE "C"), ''), 'UTF8')), 'hex')
             FROM (%s) o)
            """.formatted(FOUND);

    private TargetQuery() {}

    private static String union() {
        return IN_DATABASE.stream().map(InDatabase::found).collect(Collectors.joining("UNION ALL\n"))
                + "UNION ALL\n"
                + IN_SCHEMAS.stream().map(InSchemas::found).collect(Collectors.joining("UNION ALL\n"))
                + "UNION ALL\n"
                + OTHERS;
    }
}
