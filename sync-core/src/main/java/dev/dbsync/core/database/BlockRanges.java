package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table in ranges of its blocks, so that several sessions can read it side by side. They hold within one snapshot,
 * and only while nobody may rewrite the table: the rows would be elsewhere.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">ctid</a>
 */
public final class BlockRanges {

    private BlockRanges() {}

    /**
     * Ranges of about equal size that leave out no row.
     *
     * @param table which holds rows itself
     * @param parts how many there shall be, from 1
     * @return SQL for the rows of each; one empty condition where the table is not worth dividing
     */
    public static List<Optional<String>> of(Connection connection, TableName table, int parts) throws SQLException {
        long blocks = parts == 1 ? 0 : blocks(connection, table);
        if (blocks < parts || parts == 1) {
            return List.of(Optional.empty());
        }
        List<Optional<String>> ranges = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            String from = "ctid >= '(" + blocks * part / parts + ",0)'::tid";
            // The last one has no end: the table may have grown between the snapshot and the count of its blocks.
            String upto = part == parts - 1 ? "" : " AND ctid < '(" + blocks * (part + 1) / parts + ",0)'::tid";
            ranges.add(Optional.of(from + upto));
        }
        return ranges;
    }

    /** How many blocks a relation has, as of now. */
    static long blocks(Connection connection, TableName table) throws SQLException {
        String query = "SELECT pg_relation_size(?::regclass) / current_setting('block_size')::bigint";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, table.sql());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
