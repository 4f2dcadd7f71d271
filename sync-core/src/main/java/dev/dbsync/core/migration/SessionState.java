package dev.dbsync.core.migration;

import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What scripts may change about their session, as it was before them.
 *
 * <p>Scripts that ran on different days, each in a session of its own, now share one: a {@code SET lock_timeout = 0} or
 * {@code SET search_path} that every dump begins with would hold for all that follow. Settings with a dot in their name
 * belong to the user's own code and are left alone.
 */
final class SessionState {

    private static final String SETTINGS = """
            SELECT name, setting
            FROM pg_settings
            WHERE context IN ('user', 'superuser')
              AND name NOT LIKE '%.%'
              AND name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')
              AND setting IS NOT NULL
            """;

    private static final String IDENTITY = "SELECT current_setting('role'), session_user";

    /** Constraints in schemas that the role may not use could not be named. */
    private static final String DEFERRABLE = """
            SELECT n.nspname, c.conname, bool_and(c.condeferrable) AND bool_or(c.condeferred)
            FROM pg_constraint c
                     JOIN pg_namespace n ON n.oid = c.connamespace
            WHERE has_schema_privilege(n.oid, 'USAGE')
            GROUP BY n.nspname, c.conname
            HAVING bool_or(c.condeferrable)
            ORDER BY n.nspname, c.conname
            """;

    private static final String TEMPORARY = """
            SELECT CASE relkind WHEN 'v' THEN 'VIEW ' WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END
                       || format('pg_temp.%I', relname)
            FROM pg_class
            WHERE relnamespace = pg_my_temp_schema()
              AND relkind IN ('r', 'p', 'v', 'S')
            ORDER BY relkind = 'S', relname
            """;

    /** Who the session acts as. */
    private record Identity(String role, String sessionUser) {}

    private final Map<String, String> settings;
    private final Identity identity;

    private SessionState(Map<String, String> settings, Identity identity) {
        this.settings = settings;
        this.identity = identity;
    }

    static SessionState of(Connection connection) throws SQLException {
        return new SessionState(settings(connection), identity(connection));
    }

    /** This state, with the timeouts of another. */
    SessionState withTimeoutsOf(SessionState other) {
        Map<String, String> all = new HashMap<>(settings);
        other.settings.forEach((name, value) -> {
            if (name.endsWith("_timeout")) {
                all.put(name, value);
            }
        });
        return new SessionState(all, identity);
    }

    /** Sets back, until the end of the transaction, whatever differs from this state. */
    void restore(Connection connection) throws SQLException {
        restoreIdentity(connection);
        Map<String, String> now = settings(connection);
        try (PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, true)")) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                if (!setting.getValue().equals(now.get(setting.getKey()))) {
                    set.setString(1, setting.getKey());
                    set.setString(2, setting.getValue());
                    set.execute();
                }
            }
        }
    }

    /** The temporary tables, views and sequences of this session. */
    static List<String> temporaryRelations(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TEMPORARY)) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    /** Drops the temporary relations that are not among the given ones. */
    static void dropTemporaryBut(List<String> kept, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String relation : temporaryRelations(connection)) {
                if (!kept.contains(relation)) {
                    // An earlier CASCADE, or the column that owns a sequence, may have taken it along.
                    statement.execute("DROP " + relation.replaceFirst(" ", " IF EXISTS ") + " CASCADE");
                }
            }
        }
    }

    /**
     * Checks all deferred constraints now, and defers them again.
     *
     * <p>Without this, a row that one script wrote and an {@code ALTER TABLE} of the next meet as "pending trigger
     * events". {@code SET CONSTRAINTS ALL} would do for the check, but nothing takes it back: ALL also governs
     * constraints that later scripts create, and {@code ALL DEFERRED} also those that are initially immediate. So they
     * are named.
     */
    static void checkConstraints(Connection connection) throws SQLException {
        List<String> deferrable = new ArrayList<>();
        List<String> deferred = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(DEFERRABLE)) {
            while (row.next()) {
                String name = Sql.identifier(row.getString(1)) + "." + Sql.identifier(row.getString(2));
                deferrable.add(name);
                if (row.getBoolean(3)) {
                    deferred.add(name);
                }
            }
        }
        set(connection, deferrable, "IMMEDIATE");
        set(connection, deferred, "DEFERRED");
    }

    private static void set(Connection connection, List<String> constraints, String when) throws SQLException {
        if (constraints.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(constraints.stream().collect(Collectors.joining(", ", "SET CONSTRAINTS ", " " + when)));
        }
    }

    private void restoreIdentity(Connection connection) throws SQLException {
        Identity now = identity(connection);
        try (Statement statement = connection.createStatement()) {
            if (!identity.sessionUser().equals(now.sessionUser())) {
                statement.execute("SET LOCAL SESSION AUTHORIZATION " + Sql.identifier(identity.sessionUser()));
            }
            if (!identity.role().equals(now.role())) {
                statement.execute("SET LOCAL ROLE "
                        + (identity.role().equals("none") ? "NONE" : Sql.identifier(identity.role())));
            }
        }
    }

    private static Identity identity(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IDENTITY)) {
            row.next();
            return new Identity(row.getString(1), row.getString(2));
        }
    }

    private static Map<String, String> settings(Connection connection) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            while (row.next()) {
                settings.put(row.getString(1), row.getString(2));
            }
        }
        return settings;
    }
}
