package dev.dbsync.core.migration;

import dev.dbsync.core.script.SqlName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A partition that is detached concurrently: an interruption may leave it half detached, which only FINALIZE ends.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE … DETACH PARTITION</a>
 */
final class Detachment {

    private static final String PARTITION = """
            SELECT (SELECT format('ALTER TABLE %s DETACH PARTITION %s FINALIZE',
                                  inhparent::regclass, inhrelid::regclass)
                    FROM pg_inherits
                    WHERE inhrelid = p.oid
                      AND inhdetachpending),
                   EXISTS (SELECT FROM pg_inherits WHERE inhrelid = p.oid)
            FROM pg_class p
            WHERE p.oid = to_regclass(?)
            """;

    private Detachment() {}

    /**
     * Ends one that was interrupted.
     *
     * @param open whether an earlier attempt was interrupted in it
     * @return whether there is nothing left to do
     */
    static boolean isDone(Connection session, SqlName partition, boolean open) throws SQLException {
        Optional<String> finalize;
        try (PreparedStatement statement = session.prepareStatement(PARTITION)) {
            statement.setString(1, partition.sql());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                finalize = Optional.ofNullable(row.getString(1));
                if (finalize.isEmpty()) {
                    return open && !row.getBoolean(2);
                }
            }
        }
        try (Statement statement = session.createStatement()) {
            statement.execute(finalize.get());
        }
        return true;
    }
}
