package dev.dbsync.core.backup;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that users made in a database, in the order in which it can be dropped. Extensions stay, unless they live in a
 * schema that a user made: that one goes with all it holds. The schema public stays, and loses what is in it.
 */
record TargetObjects(List<TargetObject> objects) {

    /**
     * One object.
     *
     * @param kind as PostgreSQL calls it: {@code table}, {@code event trigger}
     * @param name qualified and quoted as in a statement
     * @param rows of a table, by the statistics; 0 of anything else
     */
    record TargetObject(String kind, String name, long rows) {

        private String drop() {
            if (kind.equals("large object")) {
                return "SELECT lo_unlink(" + name + ")";
            }
            // An earlier one may have taken it along.
            return "DROP " + keywords() + " IF EXISTS " + name + " CASCADE";
        }

        private String keywords() {
            return switch (kind) {
                case "function", "procedure", "aggregate" -> "ROUTINE";
                case "foreign-data wrapper" -> "FOREIGN DATA WRAPPER";
                default -> kind;
            };
        }

        private String line() {
            return kind + " " + name + "\n";
        }
    }

    /**
     * Oids below 16384 are PostgreSQL's own. What is part of something else (deptype i) goes with that. Of two
     * estimates of rows the greater counts: one that is out of date must not belittle what is lost.
     */
    private static final String OBJECTS = """
            WITH user_schema AS (
                SELECT oid, nspname
                FROM pg_namespace
                WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
            found (class, oid, position, rows) AS (
                SELECT 'pg_event_trigger'::regclass, oid, 1, 0
                FROM pg_event_trigger
                UNION ALL
                SELECT 'pg_publication'::regclass, oid, 1, 0
                FROM pg_publication
                UNION ALL
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
                SELECT 'pg_proc'::regclass, p.oid, 4, 0
                FROM pg_proc p
                         JOIN user_schema s ON s.oid = p.pronamespace
                UNION ALL
                SELECT 'pg_operator'::regclass, o.oid, 5, 0
                FROM pg_operator o
                         JOIN user_schema s ON s.oid = o.oprnamespace
                UNION ALL
                SELECT 'pg_opfamily'::regclass, f.oid, 5, 0
                FROM pg_opfamily f
                         JOIN user_schema s ON s.oid = f.opfnamespace
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, 6, 0
                FROM pg_type t
                         JOIN user_schema s ON s.oid = t.typnamespace
                         LEFT JOIN pg_class c ON c.oid = t.typrelid
                WHERE t.typtype IN ('e', 'd', 'r', 'b') AND t.typcategory <> 'A'
                   OR c.relkind = 'c'
                UNION ALL
                SELECT 'pg_collation'::regclass, c.oid, 7, 0
                FROM pg_collation c
                         JOIN user_schema s ON s.oid = c.collnamespace
                UNION ALL
                SELECT 'pg_conversion'::regclass, c.oid, 7, 0
                FROM pg_conversion c
                         JOIN user_schema s ON s.oid = c.connamespace
                UNION ALL
                SELECT 'pg_ts_config'::regclass, t.oid, 7, 0
                FROM pg_ts_config t
                         JOIN user_schema s ON s.oid = t.cfgnamespace
                UNION ALL
                SELECT 'pg_ts_dict'::regclass, t.oid, 7, 0
                FROM pg_ts_dict t
                         JOIN user_schema s ON s.oid = t.dictnamespace
                UNION ALL
                SELECT 'pg_cast'::regclass, oid, 8, 0
                FROM pg_cast
                WHERE oid >= 16384
                UNION ALL
                SELECT 'pg_foreign_server'::regclass, oid, 8, 0
                FROM pg_foreign_server
                UNION ALL
                SELECT 'pg_foreign_data_wrapper'::regclass, oid, 8, 0
                FROM pg_foreign_data_wrapper
                UNION ALL
                SELECT 'pg_language'::regclass, oid, 8, 0
                FROM pg_language
                WHERE oid >= 16384
                UNION ALL
                SELECT 'pg_largeobject'::regclass, oid, 9, 0
                FROM pg_largeobject_metadata
                UNION ALL
                SELECT 'pg_extension'::regclass, e.oid, 10, 0
                FROM pg_extension e
                         JOIN user_schema s ON s.oid = e.extnamespace
                WHERE s.nspname <> 'public'
                UNION ALL
                SELECT 'pg_namespace'::regclass, s.oid, 11, 0
                FROM user_schema s
                WHERE s.nspname <> 'public')
            SELECT i.type, i.identity, f.rows
            FROM found f,
                 pg_identify_object(f.class, f.oid, 0) i
            WHERE NOT EXISTS (SELECT
                              FROM pg_depend d
                              WHERE d.classid = f.class
                                AND d.objid = f.oid
                                AND d.objsubid = 0
                                AND d.deptype IN ('e', 'i'))
            ORDER BY f.position, i.type COLLATE "C", i.identity COLLATE "C"
            """;

    private static final String SUBSCRIPTIONS = """
            SELECT count(*)
            FROM pg_subscription
            WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    TargetObjects {
        objects = List.copyOf(objects);
    }

    /** @throws RefusedException where something is there that no transaction can drop */
    static TargetObjects of(Connection target, String shown) throws SQLException {
        List<TargetObject> objects = new ArrayList<>();
        try (Statement statement = target.createStatement()) {
            try (ResultSet row = statement.executeQuery(SUBSCRIPTIONS)) {
                row.next();
                if (row.getLong(1) > 0) {
                    throw new RefusedException(new Problem(
                            "The target subscribes to a publication, which no transaction can undo",
                            shown,
                            "Drop the subscription first (DROP SUBSCRIPTION), or restore into an empty database"));
                }
            }
            try (ResultSet row = statement.executeQuery(OBJECTS)) {
                while (row.next()) {
                    objects.add(new TargetObject(row.getString(1), row.getString(2), row.getLong(3)));
                }
            }
        }
        return new TargetObjects(objects);
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** Of kinds and names: rows come and go, and their estimates change by themselves. */
    String digest() {
        String lines = objects.stream().map(TargetObject::line).collect(Collectors.joining());
        return Sha256.hex(Sha256.digest().digest(lines.getBytes(StandardCharsets.UTF_8)));
    }

    TargetLoss loss() {
        Map<String, Long> others = new TreeMap<>();
        List<TargetLoss.LostTable> tables = new ArrayList<>();
        for (TargetObject object : objects) {
            if (object.kind().equals("table")) {
                tables.add(new TargetLoss.LostTable(object.name(), object.rows()));
            } else {
                others.merge(object.kind(), 1L, Long::sum);
            }
        }
        tables.sort(Comparator.comparingLong(TargetLoss.LostTable::rows)
                .reversed()
                .thenComparing(TargetLoss.LostTable::name));
        return new TargetLoss(tables, others);
    }

    /**
     * Drops all of it, in the caller's transaction.
     *
     * @throws RefusedException when there is something else by now than these
     */
    void drop(Connection target, String shown) throws SQLException {
        if (!of(target, shown).digest().equals(digest())) {
            throw new RefusedException(new Problem(
                    "What the target holds has changed since the plan was made",
                    shown,
                    "Look at the new plan: run it again with -Dsync.dryRun"));
        }
        try (Statement statement = target.createStatement()) {
            // Names in quotes hold what they like, braces of the driver's own escapes included.
            statement.setEscapeProcessing(false);
            for (TargetObject object : objects) {
                statement.execute(object.drop());
            }
        }
        TargetContents.requireNone(target, shown);
    }
}
