package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which database a connection really leads to, whatever the host was called.
 *
 * @param systemIdentifier made by initdb; shared by a cluster, its replicas and its restored base backups
 * @param databaseOid of the database within the cluster
 * @param databaseName its name
 * @param serverVersion as {@code server_version_num}: 180006
 * @param server version for people: {@code 18.6}
 * @param inRecovery whether this is a standby
 */
public record DatabaseIdentity(
        long systemIdentifier,
        long databaseOid,
        String databaseName,
        int serverVersion,
        String server,
        boolean inRecovery) {

    private static final String READ = """
            SELECT c.system_identifier,
                   d.oid::bigint,
                   d.datname,
                   current_setting('server_version_num')::int,
                   current_setting('server_version'),
                   pg_is_in_recovery()
            FROM pg_control_system() c,
                 pg_database d
            WHERE d.datname = current_database()
            """;

    public static DatabaseIdentity of(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new DatabaseIdentity(
                    row.getLong(1),
                    row.getLong(2),
                    row.getString(3),
                    row.getInt(4),
                    row.getString(5).split(" ")[0],
                    row.getBoolean(6));
        }
    }

    public int majorVersion() {
        return serverVersion / 10_000;
    }

    /** One text for the two numbers that identify the database, for plan ids. */
    public String key() {
        return systemIdentifier + "/" + databaseOid;
    }

    /**
     * Whether both connections lead to the very same database.
     *
     * <p>A restored base backup has its origin's identifiers, so equal ones are put to the proof: an advisory lock
     * taken through one connection is seen through the other only where both are one instance.
     */
    public static boolean same(Connection one, Connection other) throws SQLException {
        DatabaseIdentity first = of(one);
        DatabaseIdentity second = of(other);
        if (!first.key().equals(second.key())) {
            return false;
        }
        int high = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        int low = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        lock(one, "SELECT pg_advisory_lock(?, ?)", high, low);
        try (PreparedStatement statement = other.prepareStatement("""
                SELECT count(*)
                FROM pg_locks
                WHERE locktype = 'advisory' AND classid = ? AND objid = ? AND objsubid = 2
                """)) {
            statement.setLong(1, high);
            statement.setLong(2, low);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        } finally {
            lock(one, "SELECT pg_advisory_unlock(?, ?)", high, low);
        }
    }

    private static void lock(Connection connection, String sql, int high, int low) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, high);
            statement.setInt(2, low);
            statement.execute();
        }
    }
}
