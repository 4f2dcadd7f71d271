package dev.dbsync.core.backup;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What is in a database that ought to be empty. Extensions and what belongs to them do not count. */
final class TargetContents {

    private static final String CONTENTS = """
            WITH user_schema AS (
                SELECT oid, nspname
                FROM pg_namespace
                WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
            found (class, oid, kind, name) AS (
                SELECT 'pg_class'::regclass,
                       c.oid,
                       CASE c.relkind
                           WHEN 'v' THEN 'views'
                           WHEN 'm' THEN 'materialized views'
                           WHEN 'S' THEN 'sequences'
                           WHEN 'c' THEN 'types'
                           ELSE 'tables' END,
                       s.nspname || '.' || c.relname
                FROM pg_class c
                         JOIN user_schema s ON s.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, 'functions', s.nspname || '.' || p.proname
                FROM pg_proc p
                         JOIN user_schema s ON s.oid = p.pronamespace
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, 'types', s.nspname || '.' || t.typname
                FROM pg_type t
                         JOIN user_schema s ON s.oid = t.typnamespace
                WHERE t.typtype IN ('e', 'd', 'r')
                UNION ALL
                SELECT 'pg_namespace'::regclass, s.oid, 'schemas', s.nspname
                FROM user_schema s
                WHERE s.nspname <> 'public'
                UNION ALL
                SELECT 'pg_largeobject_metadata'::regclass, l.oid, 'large objects', l.oid::text
                FROM pg_largeobject_metadata l)
            SELECT f.kind, count(*), min(f.name)
            FROM found f
            WHERE NOT EXISTS (SELECT
                              FROM pg_depend d
                              WHERE d.classid = f.class AND d.objid = f.oid AND d.deptype = 'e')
            GROUP BY f.kind
            ORDER BY f.kind
            """;

    private TargetContents() {}

    /** A condition that is true where anything is there. */
    static String any() {
        return "EXISTS (SELECT FROM (" + CONTENTS + ") contents)";
    }

    /** @throws RefusedException when anything is there; it says what */
    static void requireNone(Connection target, String shown) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery(CONTENTS)) {
            while (row.next()) {
                found.add(row.getLong(2) + " " + row.getString(1) + " (such as " + row.getString(3) + ")");
            }
        }
        if (!found.isEmpty()) {
            throw new RefusedException(new Problem(
                    "The target is not empty: " + String.join(", ", found),
                    shown,
                    "Create an empty database and let the environment's URL lead there; once the restore is verified,"
                            + " rename the two. Or, to drop all that is there: -Dsync.overwrite"));
        }
    }
}
