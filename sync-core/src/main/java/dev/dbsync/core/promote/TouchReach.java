package dev.dbsync.core.promote;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.script.FunctionCode;
import dev.dbsync.core.script.SqlName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What changes along with tables that are written to, by the catalog: partitions and children, the tables below views,
 * tables whose foreign keys have an action (ON DELETE CASCADE, SET NULL, …), and so on from each of these.
 *
 * <p>What triggers, rules and functions of defaults do stands in no catalog. What the code of a function plainly writes
 * to is followed, too; one that may write to anything else makes the rest unknown.
 *
 * @param tables with those that were asked for
 * @param unknown why rows of other tables may change as well, each in a few words; empty when they do not
 */
record TouchReach(SortedSet<TableName> tables, List<String> unknown) {

    /** A name without a schema means every table of that name: too many rows do no harm. */
    private static final String REACHED = """
            WITH RECURSIVE edge (source, reached) AS (
                SELECT inhparent, inhrelid
                FROM pg_inherits
                UNION ALL
                SELECT confrelid, conrelid
                FROM pg_constraint
                WHERE contype = 'f'
                  AND (confdeltype IN ('c', 'n', 'd') OR confupdtype IN ('c', 'n', 'd'))
                UNION ALL
                SELECT r.ev_class, d.refobjid
                FROM pg_rewrite r
                         JOIN pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
                         JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass
                                         AND d.objid = r.oid
                                         AND d.refclassid = 'pg_class'::regclass
                                         AND d.refobjid <> r.ev_class),
            reach (oid) AS (
                SELECT c.oid
                FROM unnest(?::text[], ?::text[]) w (schema, name)
                         JOIN pg_class c ON c.relname = w.name AND c.relkind IN ('r', 'p', 'f', 'v')
                         JOIN pg_namespace n ON n.oid = c.relnamespace
                                            AND n.nspname !~ '^pg_'
                                            AND n.nspname <> 'information_schema'
                WHERE w.schema IS NULL
                   OR w.schema = n.nspname
                UNION
                SELECT e.reached
                FROM reach r
                         JOIN edge e ON e.source = r.oid)
            """;

    private static final String TABLES = REACHED + """
            SELECT n.nspname, c.relname
            FROM reach
                     JOIN pg_class c ON c.oid = reach.oid AND c.relkind IN ('r', 'p', 'f')
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            """;

    /**
     * What runs when such a table is written to: a trigger, enabled or not; the function of a default or check, if it
     * may write at all (only a volatile one may); a rule. PostgreSQL's own functions write to nothing, nor do those of
     * the extensions that are named here.
     */
    private static final String CODE = REACHED + """
            , code (what, function) AS (
                SELECT format('the trigger %I of %s', t.tgname, t.tgrelid::regclass), t.tgfoid
                FROM reach
                         JOIN pg_trigger t ON t.tgrelid = reach.oid AND NOT t.tgisinternal
                UNION ALL
                SELECT format('a default of %s', a.adrelid::regclass), d.refobjid
                FROM reach
                         JOIN pg_attrdef a ON a.adrelid = reach.oid
                         JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = a.oid
                         JOIN pg_proc p ON p.oid = d.refobjid AND p.provolatile = 'v'
                WHERE d.refclassid = 'pg_proc'::regclass
                UNION ALL
                SELECT format('the constraint %I of %s', k.conname, k.conrelid::regclass), d.refobjid
                FROM reach
                         JOIN pg_constraint k ON k.conrelid = reach.oid
                         JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = k.oid
                         JOIN pg_proc p ON p.oid = d.refobjid AND p.provolatile = 'v'
                WHERE d.refclassid = 'pg_proc'::regclass
                UNION ALL
                SELECT format('the event trigger %I', t.evtname), t.evtfoid
                FROM pg_event_trigger t
                WHERE ?
                UNION ALL
                SELECT format('the rule %I of %s', r.rulename, r.ev_class::regclass), NULL
                FROM reach
                         JOIN pg_rewrite r ON r.ev_class = reach.oid AND r.ev_type <> '1')
            SELECT code.what, p.proname, l.lanname, p.prosrc
            FROM code
                     LEFT JOIN pg_proc p ON p.oid = code.function
                     LEFT JOIN pg_language l ON l.oid = p.prolang
            WHERE code.function IS NULL
               OR code.function >= 16384
                AND NOT (l.lanname = 'c' AND EXISTS (SELECT
                                                     FROM pg_depend d
                                                              JOIN pg_extension e ON e.oid = d.refobjid
                                                     WHERE d.classid = 'pg_proc'::regclass
                                                       AND d.objid = p.oid
                                                       AND d.deptype = 'e'
                                                       AND e.extname IN ('uuid-ossp', 'pgcrypto', 'citext', 'unaccent',
                                                                        'pg_trgm', 'ltree', 'hstore', 'postgis',
                                                                        'moddatetime')))
            ORDER BY code.what, p.proname
            """;

    TouchReach {
        unknown = List.copyOf(unknown);
    }

    /**
     * Follows the catalog.
     *
     * @param written names of tables or views
     * @param replaced names of functions that are replaced before they are called: their present code says nothing
     * @param ddl whether event triggers see anything of it
     */
    static TouchReach of(Connection connection, Collection<SqlName> written, Set<String> replaced, boolean ddl)
            throws SQLException {
        Set<SqlName> names = new TreeSet<>(written);
        while (true) {
            SortedSet<String> unknown = new TreeSet<>();
            Set<SqlName> byCode = new TreeSet<>();
            for (Code code : code(connection, names, ddl)) {
                code.unknown(replaced).ifPresent(unknown::add);
                byCode.addAll(code.tables());
            }
            if (!names.addAll(byCode)) {
                return new TouchReach(tables(connection, names), new ArrayList<>(unknown));
            }
        }
    }

    private static SortedSet<TableName> tables(Connection connection, Set<SqlName> written) throws SQLException {
        SortedSet<TableName> tables = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            bind(statement, written);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tables.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return tables;
    }

    private static List<Code> code(Connection connection, Set<SqlName> written, boolean ddl) throws SQLException {
        List<Code> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(CODE)) {
            bind(statement, written);
            statement.setBoolean(3, ddl);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(Code.of(row));
                }
            }
        }
        return found;
    }

    private static void bind(PreparedStatement statement, Set<SqlName> names) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(
                1,
                connection.createArrayOf(
                        "text",
                        names.stream().map(name -> name.schema().orElse(null)).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "text", names.stream().map(SqlName::name).toArray()));
    }

    /**
     * What runs along with a write.
     *
     * @param what for people
     * @param function its name; null for a rule, which is no function
     * @param body what of its code can be read; empty where none can
     */
    private record Code(String what, String function, Optional<FunctionCode> body) {

        static Code of(ResultSet row) throws SQLException {
            String language = row.getString(3);
            String code = row.getString(4);
            // A body that the server keeps parsed (BEGIN ATOMIC) has no text.
            boolean readable = language != null && Set.of("plpgsql", "sql").contains(language) && !code.isEmpty();
            return new Code(
                    row.getString(1),
                    row.getString(2),
                    readable ? Optional.of(FunctionCode.read(code)) : Optional.empty());
        }

        Set<SqlName> tables() {
            return body.<Set<SqlName>>map(FunctionCode::tables).orElse(Set.of());
        }

        Optional<String> unknown(Set<String> replaced) {
            if (function == null) {
                return Optional.of(what);
            }
            String its = what + ", whose function " + function;
            if (replaced.contains(function)) {
                return Optional.of(its + " a script replaces");
            }
            return body.isEmpty()
                    ? Optional.of(its + " cannot be read")
                    : body.get().unknown().map(why -> its + " has " + why);
        }
    }
}
