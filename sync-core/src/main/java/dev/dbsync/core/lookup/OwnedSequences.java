package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Sequence;
import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Moves the sequences that a table's columns own past the highest value of their column, never backwards.
 *
 * <p>By {@code ALTER SEQUENCE … RESTART WITH}, which a rollback takes back, as it does not {@code setval}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altersequence.html">ALTER SEQUENCE</a>
 */
final class OwnedSequences {

    private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint", "numeric");

    private OwnedSequences() {}

    /** @return sequences moved */
    static int advance(Connection target, LookupTable table, Catalog catalog) throws SQLException {
        int moved = 0;
        for (Sequence sequence : catalog.sequences()) {
            boolean owned = sequence.ownerTable().filter(table.name()::equals).isPresent()
                    && table.columns().stream().anyMatch(column -> isNumbered(column, sequence));
            if (owned && wanted(target, table, sequence) != null) {
                lock(target, sequence);
                Long start = wanted(target, table, sequence);
                if (start != null) {
                    execute(target, "ALTER SEQUENCE " + sequence.name().sql() + " RESTART WITH " + start);
                    moved++;
                }
            }
        }
        return moved;
    }

    private static boolean isNumbered(LookupColumn column, Sequence sequence) {
        return sequence.ownerColumn().filter(column.name()::equals).isPresent() && NUMBERS.contains(column.baseType());
    }

    /** Where to restart, or null where the sequence is past all values, or has no value left past them. */
    private static Long wanted(Connection target, LookupTable table, Sequence sequence) throws SQLException {
        String column = Sql.identifier(sequence.ownerColumn().orElseThrow());
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
                        sequence.name().sql(), column, column, table.name().sql()))) {
            statement.setString(1, sequence.name().sql());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    /**
     * Keeps others from drawing values between our reading and our writing: any ALTER locks, also one that changes
     * nothing; LOCK TABLE does not take sequences.
     */
    private static void lock(Connection target, Sequence sequence) throws SQLException {
        String increment;
        try (PreparedStatement statement =
                target.prepareStatement("SELECT seqincrement::text FROM pg_sequence WHERE seqrelid = ?::regclass")) {
            statement.setString(1, sequence.name().sql());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                increment = row.getString(1);
            }
        }
        execute(target, "ALTER SEQUENCE " + sequence.name().sql() + " INCREMENT BY " + increment);
    }

    private static void execute(Connection target, String sql) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute(sql);
        }
    }
}
