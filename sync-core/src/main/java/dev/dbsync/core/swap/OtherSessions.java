package dev.dbsync.core.swap;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The sessions of others in one database: who they are, and their end. */
final class OtherSessions {

    /**
     * As {@code pg_terminate_backend} decides it. Workers of autovacuum and the like have no role; RENAME ends them by
     * itself where they are in its way.
     */
    private static final String SESSIONS = """
            SELECT a.pid,
                   coalesce(a.application_name, '') AS application,
                   r.rolname AS role,
                   me.rolsuper
                       OR NOT r.rolsuper
                           AND (pg_catalog.pg_has_role(r.oid, 'USAGE')
                               OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')) AS can_be_ended
            FROM pg_catalog.pg_stat_activity a
                     JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
                     JOIN pg_catalog.pg_roles me ON me.rolname = current_user
            WHERE a.datname = ?
              AND a.pid <> pg_catalog.pg_backend_pid()
            """;

    private static final String GROUPS = """
            SELECT application, role, count(*), can_be_ended
            FROM (%s) s
            GROUP BY application, role, can_be_ended
            ORDER BY count(*) DESC, application, role
            """.formatted(SESSIONS);

    /**
     * Whose sessions they are is settled before the first is ended: a condition that ends sessions is one that the
     * planner may ask before the name of the database, of all sessions of the server.
     *
     * @see <a
     *     href="https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-CTE-MATERIALIZATION">WITH</a>
     */
    private static final String END = """
            WITH other AS MATERIALIZED (%s)
            SELECT pid, pg_catalog.pg_terminate_backend(pid)
            FROM other
            WHERE can_be_ended
            """.formatted(SESSIONS);

    private OtherSessions() {}

    static TargetSessions in(Connection connection, String database) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GROUPS)) {
            statement.setString(1, database);
            try (ResultSet row = statement.executeQuery()) {
                List<TargetSessions.Group> groups = new ArrayList<>();
                while (row.next()) {
                    groups.add(new TargetSessions.Group(
                            row.getString(1), row.getString(2), row.getInt(3), row.getBoolean(4)));
                }
                return new TargetSessions(groups);
            }
        }
    }

    /** Asks those to end that may be asked; the ids of their processes. They take a moment. */
    static List<Integer> end(Connection connection, String database) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setString(1, database);
            try (ResultSet row = statement.executeQuery()) {
                List<Integer> ended = new ArrayList<>();
                while (row.next()) {
                    if (row.getBoolean(2)) {
                        ended.add(row.getInt(1));
                    }
                }
                return ended;
            }
        }
    }
}
