package dev.dbsync.core.pull;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tables of the source that hold a row which is large against the memory of a pull, so that it is better not read
 * beside another such row.
 *
 * <p>A row of some megabytes is where its table has more of them than rows of its own: few blocks, and much that is
 * stored out of line. Only such a table is asked, and only for what stands in these blocks: how long each value is,
 * which is known without reading it. One with many blocks, in which a large row is an exception, is not found.
 *
 * @see <a href="https://www.postgresql.org/docs/current/storage-toast.html">TOAST</a>
 */
final class LargeRows {

    /** What is stored out of line may be compressed to hardly more than a hundredth. */
    private static final int BEST_COMPRESSION = 250;

    /** Of types whose length is known only as it is stored. */
    private static final int USUAL_COMPRESSION = 4;

    private static final long MOST_OWN_BYTES = 32L << 20;

    private static final String CANDIDATES = """
            SELECT n.nspname, c.relname
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN unnest(?::text[], ?::text[]) AS asked (schema, name)
                          ON (asked.schema, asked.name) = (n.nspname, c.relname)
            WHERE c.reltoastrelid <> 0
              AND pg_relation_size(c.reltoastrelid) >= ?
              AND pg_relation_size(c.oid) <= ?
            """;

    private final Connection source;
    private final long bytes;

    private LargeRows(Connection source, long bytes) {
        this.source = source;
        this.bytes = bytes;
    }

    /** @param bytes from which on a row is large */
    static Set<TableName> of(Collection<PlannedTable> tables, Connection source, long bytes) throws SQLException {
        LargeRows asking = new LargeRows(source, bytes);
        Map<TableName, PlannedTable> planned = new TreeMap<>();
        tables.forEach(table -> planned.put(table.table(), table));
        Set<TableName> found = new TreeSet<>();
        for (TableName candidate : asking.candidates(planned.keySet())) {
            if (!planned.get(candidate).columns().isEmpty() && asking.hasOne(planned.get(candidate))) {
                found.add(candidate);
            }
        }
        return found;
    }

    private Set<TableName> candidates(Collection<TableName> tables) throws SQLException {
        Set<TableName> candidates = new TreeSet<>();
        try (PreparedStatement statement = source.prepareStatement(CANDIDATES)) {
            CatalogQuestions.bind(statement, 1, tables);
            statement.setLong(3, bytes / BEST_COMPRESSION);
            statement.setLong(4, MOST_OWN_BYTES);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    candidates.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return candidates;
    }

    private boolean hasOne(PlannedTable table) throws SQLException {
        String length =
                table.columns().stream().map(LargeRows::length).collect(Collectors.joining(" + ", "0::bigint + ", ""));
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM ONLY "
                        + table.table().sql() + " WHERE " + length + " >= " + bytes + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Neither reads what is stored out of line. */
    private static String length(PlannedTable.PlannedColumn column) {
        String name = Sql.identifier(column.name());
        boolean known = column.type().equals("text")
                || column.type().equals("bytea")
                || column.type().startsWith("character varying");
        return known && !column.type().endsWith("[]")
                ? "coalesce(octet_length(" + name + "), 0)"
                : USUAL_COMPRESSION + " * coalesce(pg_column_size(" + name + "), 0)::bigint";
    }
}
