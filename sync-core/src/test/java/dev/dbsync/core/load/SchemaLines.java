package dev.dbsync.core.load;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.DatabaseState;
import dev.dbsync.core.testing.PgDump;
import dev.dbsync.core.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;

/** A schema as text: by the catalogs, and by pg_dump where there is one for this server. */
final class SchemaLines {

    private static final String INDEXES =
            """
            SELECT 'index', x.indrelid::regclass, i.oid::regclass::text, pg_get_indexdef(i.oid), indisunique,
                   indnullsnotdistinct_or_not(x), indisprimary, indisexclusion, indimmediate, indisclustered, indisvalid,
                   indisready, indisreplident, i.reloptions, s.spcname, h.inhparent::regclass, i.relispartition,
                   obj_description(i.oid, 'pg_class'),
                   (SELECT array_agg((attnum, attstattarget) ORDER BY attnum) FROM pg_attribute WHERE attrelid = i.oid),
                   (SELECT array_agg((deptype, refclassid::regclass, refobjsubid) ORDER BY 1)
                    FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = i.oid AND deptype = 'x')
            FROM pg_index x
                     JOIN pg_class i ON i.oid = x.indexrelid
                     LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
                     LEFT JOIN pg_inherits h ON h.inhrelid = i.oid
            WHERE i.relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
            ORDER BY 3
            """.replace("indnullsnotdistinct_or_not(x)", "to_jsonb(x) -> 'indnullsnotdistinct'");

    private static final String CONSTRAINTS = """
            SELECT 'constraint', conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid), convalidated,
                   condeferrable, condeferred, conparentid <> 0, conkey, confkey,
                   confupdtype, confdeltype, confmatchtype, conindid::regclass, to_jsonb(k) -> 'conenforced',
                   to_jsonb(k) -> 'confdelsetcols', to_jsonb(k) -> 'conperiod', obj_description(oid, 'pg_constraint')
            FROM pg_constraint k
            WHERE connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            ORDER BY 2, 3, 5
            """;

    private static final String TRIGGERS = """
            SELECT 'trigger', tgrelid::regclass::text, CASE WHEN tgisinternal THEN tgfoid::regproc::text ELSE tgname END AS name,
                   tgenabled, tgdeferrable, tginitdeferred, tgparentid <> 0,
                   (SELECT conname FROM pg_constraint WHERE oid = tgconstraint) AS of
            FROM pg_trigger
            ORDER BY 2, 3, 4, 5, 6, 8
            """;

    private static final String RELATIONS = """
            SELECT 'relation', c.oid::regclass::text, relkind, relreplident, relispartition, reloptions, relowner::regrole,
                   pg_get_expr(relpartbound, c.oid), obj_description(c.oid, 'pg_class'),
                   (SELECT array_agg((attname, atttypid::regtype, attnotnull, attidentity, attstattarget) ORDER BY attnum)
                    FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND relkind <> 'i' AND relkind <> 'I')
            FROM pg_class c
            WHERE relnamespace NOT IN
                  ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
            ORDER BY 2
            """;

    private static final String STATISTICS = "SELECT pg_get_statisticsobjdef(oid) FROM pg_statistic_ext ORDER BY 1";

    private SchemaLines() {}

    static List<String> of(PostgresServer server, Database database) {
        List<String> lines = new ArrayList<>();
        for (String sql : List.of(INDEXES, CONSTRAINTS, TRIGGERS, RELATIONS, STATISTICS)) {
            lines.addAll(server.query(database, sql));
        }
        // In the order of things of the same name, too.
        PgDump.forServer(server.majorVersion()).ifPresent(client -> lines.addAll(client.of(database, "-s")));
        return lines;
    }

    /** What only one of the two has, with its sign; empty where they are equal line by line. */
    static List<String> difference(List<String> before, List<String> after) {
        List<String> lines = DatabaseState.difference(before, after);
        return lines.isEmpty() && !before.equals(after) ? List.of("the order is another") : lines;
    }
}
