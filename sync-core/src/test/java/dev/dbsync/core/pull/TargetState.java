package dev.dbsync.core.pull;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;

/** All of a database that a pull could harm, as text: rows, constraints, triggers, indexes, sequences, columns. */
final class TargetState {

    private static final String CATALOG = """
            SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated, condeferrable,
                   condeferred, conislocal, coninhcount, obj_description(oid, 'pg_constraint')
            FROM pg_constraint
            WHERE connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            ORDER BY 2, 3
            """;

    private static final String TRIGGERS = """
            SELECT 'trigger', tgrelid::regclass, CASE WHEN tgisinternal THEN tgfoid::regproc::text ELSE tgname END,
                   tgenabled, tgdeferrable, tginitdeferred
            FROM pg_trigger
            ORDER BY 2, 3, 4, 5, 6
            """;

    private static final String RELATIONS = """
            SELECT 'relation', c.oid::regclass, c.relkind, c.relpersistence, c.relrowsecurity, c.relispopulated,
                   pg_get_expr(c.relpartbound, c.oid), pg_get_indexdef(i.indexrelid), i.indisvalid
            FROM pg_class c
                     LEFT JOIN pg_index i ON i.indexrelid = c.oid
            WHERE c.relnamespace NOT IN
                  ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
            ORDER BY 2
            """;

    private static final String COLUMNS = """
            SELECT 'column', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
                   attidentity, attgenerated, pg_get_expr(adbin, adrelid)
            FROM pg_attribute a
                     JOIN pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p', 'm')
                     LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE attnum > 0
              AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            ORDER BY 2, 3
            """;

    private TargetState() {}

    /** What is there without the rows. */
    static List<String> schema(PostgresServer server, Database database) {
        List<String> schema = new ArrayList<>();
        for (String sql : List.of(CATALOG, TRIGGERS, RELATIONS, COLUMNS)) {
            schema.addAll(server.query(database, sql));
        }
        // The catalog orders by numbers, which an index that was built anew does not keep.
        schema.sort(null);
        return schema;
    }

    static List<String> of(PostgresServer server, Database database) {
        List<String> state = schema(server, database);
        for (String table : relations(server, database, "'r', 'm'")) {
            state.addAll(server.query(
                    database,
                    "SELECT '" + table.replace("'", "''")
                            + "', count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text))" + " FROM ONLY " + table
                            + " t"));
        }
        for (String sequence : relations(server, database, "'S'")) {
            state.addAll(server.query(
                    database, "SELECT '" + sequence.replace("'", "''") + "', last_value, is_called FROM " + sequence));
        }
        return state;
    }

    private static List<String> relations(PostgresServer server, Database database, String kinds) {
        return server.query(database, """
                SELECT quote_ident(nspname) || '.' || quote_ident(relname)
                FROM pg_class c
                         JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relkind IN (%s)
                  AND relispopulated
                  AND nspname !~ '^pg_'
                  AND nspname <> 'information_schema'
                ORDER BY 1
                """.formatted(kinds));
    }
}
