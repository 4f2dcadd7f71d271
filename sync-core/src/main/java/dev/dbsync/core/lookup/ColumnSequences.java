package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Moves the sequences that number a table's rows past the highest value of their column, never backwards: those that a
 * column owns (serial, identity), and those that its default draws from, whoever owns them and draws from them as well.
 *
 * <p>By {@code ALTER SEQUENCE … RESTART WITH}, which a rollback takes back, as it does not {@code setval}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altersequence.html">ALTER SEQUENCE</a>
 */
final class ColumnSequences {

    /**
     * Of defaults, only a plain {@code nextval('…')}, with a cast or without: where more is made of the number, the
     * column's values say nothing about the sequence.
     */
    private static final String SEQUENCES = """
            SELECT n.nspname, s.relname, a.attname
            FROM (SELECT refobjid, refobjsubid, objid
                  FROM pg_depend
                  WHERE classid = 'pg_class'::regclass
                    AND refclassid = 'pg_class'::regclass
                    AND deptype IN ('a', 'i')
                  UNION
                  SELECT f.adrelid, f.adnum, d.refobjid
                  FROM pg_attrdef f
                           JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass
                                           AND d.objid = f.oid
                                           AND d.refclassid = 'pg_class'::regclass
                  WHERE f.adrelid = ?::regclass
                    -- Whose table this is may draw from somebody else's sequence, and not move it.
                    AND pg_has_role((SELECT relowner FROM pg_class WHERE oid = d.refobjid), 'USAGE')
                    AND pg_get_expr(f.adbin, f.adrelid)
                      ~ '^\\(*nextval\\(''([^'']|'''')*''::regclass\\)\\)*(::[a-z ]+)?$')
                     AS numbering (relation, attribute, sequence)
                     JOIN pg_class s ON s.oid = numbering.sequence AND s.relkind = 'S'
                     JOIN pg_namespace n ON n.oid = s.relnamespace
                     JOIN pg_attribute a ON a.attrelid = numbering.relation AND a.attnum = numbering.attribute
            WHERE numbering.relation = ?::regclass
            ORDER BY n.nspname, s.relname, a.attname
            """;

    private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint", "numeric");

    private final Connection target;
    private final LookupTable table;

    private ColumnSequences(Connection target, LookupTable table) {
        this.target = target;
        this.table = table;
    }

    /** @return how often a sequence was moved */
    static int advance(Connection target, LookupTable table) throws SQLException {
        return new ColumnSequences(target, table).advance();
    }

    private int advance() throws SQLException {
        int moved = 0;
        for (Numbering numbering : numberings()) {
            if (wanted(numbering) != null) {
                lock(numbering.sequence());
                Long start = wanted(numbering);
                if (start != null) {
                    execute("ALTER SEQUENCE " + numbering.sequence().sql() + " RESTART WITH " + start);
                    moved++;
                }
            }
        }
        return moved;
    }

    /** A column, and a sequence that gives it its numbers. */
    private record Numbering(TableName sequence, String column) {}

    private List<Numbering> numberings() throws SQLException {
        List<Numbering> numberings = new ArrayList<>();
        try (PreparedStatement statement = target.prepareStatement(SEQUENCES)) {
            statement.setString(1, table.name().sql());
            statement.setString(2, table.name().sql());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableName sequence = new TableName(row.getString(1), row.getString(2));
                    numberings.add(new Numbering(sequence, row.getString(3)));
                }
            }
        }
        return numberings.stream()
                .filter(numbering -> table.columns().stream().anyMatch(column -> isNumbered(column, numbering)))
                .toList();
    }

    private static boolean isNumbered(LookupColumn column, Numbering numbering) {
        return column.name().equals(numbering.column()) && NUMBERS.contains(column.baseType());
    }

    /** Where to restart, or null where the sequence is past all values, or has no value left past them. */
    private Long wanted(Numbering numbering) throws SQLException {
        String column = Sql.identifier(numbering.column());
        try (PreparedStatement statement = target.prepareStatement("""
                SELECT CASE WHEN q.increment > 0 THEN v.highest + 1 ELSE v.lowest - 1 END
                FROM (SELECT last_value, is_called FROM %s) p
                         CROSS JOIN (SELECT seqincrement AS increment, seqmin, seqmax
                                     FROM pg_sequence
                                     WHERE seqrelid = ?::regclass) q
                         CROSS JOIN (SELECT max(%s)::numeric AS highest, min(%s)::numeric AS lowest FROM %s) v
                WHERE CASE
                          WHEN q.increment > 0
                              THEN v.highest >= p.last_value + CASE WHEN p.is_called THEN q.increment ELSE 0 END
                              AND v.highest < q.seqmax
                          ELSE v.lowest <= p.last_value + CASE WHEN p.is_called THEN q.increment ELSE 0 END
                              AND v.lowest > q.seqmin END
                """.formatted(
                        numbering.sequence().sql(), column, column, table.name().sql()))) {
            statement.setString(1, numbering.sequence().sql());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    /**
     * Keeps others from drawing values between our reading and our writing: any ALTER locks, also one that changes
     * nothing; LOCK TABLE does not take sequences.
     */
    private void lock(TableName sequence) throws SQLException {
        String increment;
        try (PreparedStatement statement =
                target.prepareStatement("SELECT seqincrement::text FROM pg_sequence WHERE seqrelid = ?::regclass")) {
            statement.setString(1, sequence.sql());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                increment = row.getString(1);
            }
        }
        execute("ALTER SEQUENCE " + sequence.sql() + " INCREMENT BY " + increment);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute(sql);
        }
    }
}
