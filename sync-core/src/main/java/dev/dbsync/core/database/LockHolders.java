package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Who has tables in use: what to say to somebody who could not have a lock. */
public final class LockHolders {

    /** Of a partitioned table those of its partitions, too. */
    private static final String HOLDERS = """
            SELECT DISTINCT format('process %s%s', a.pid, ', ' || nullif(a.application_name, ''))
            FROM unnest(?::text[]) AS asked (name)
                     JOIN pg_class c ON c.oid = to_regclass(asked.name)
                     LEFT JOIN LATERAL pg_partition_tree(c.oid) AS tree ON true
                     JOIN pg_locks l ON l.relation IN (c.oid, tree.relid)
                     JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.granted
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.pid <> pg_backend_pid()
            ORDER BY 1
            LIMIT 5
            """;

    private LockHolders() {}

    /**
     * What to do about a lock that could not be had, with the sessions that have one of these tables in use right now,
     * as far as the server tells.
     *
     * @param connection of the same database, in no transaction that has failed
     * @param tables in SQL
     */
    public static String remedy(Connection connection, Collection<String> tables) {
        List<String> holders = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            statement.setArray(1, connection.createArrayOf("text", tables.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    holders.add(row.getString(1));
                }
            }
        } catch (SQLException e) {
            // Whoever asks has a failure of his own to tell: who is to blame would have been a kindness.
        }
        return "Somebody has " + (tables.size() == 1 ? "the table" : "one of the tables") + " in use"
                + (holders.isEmpty() ? "" : " (" + String.join("; ", holders) + ")")
                + ": end the application or session that does";
    }
}
