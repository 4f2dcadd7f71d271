package dev.dbsync.core.migration;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What scripts may change about their session, as it was before them.
 *
 * <p>Scripts that ran on different days, each in a session of its own, now share one: a {@code SET lock_timeout = 0} or
 * {@code SET search_path} that every dump begins with would hold for all that follow. Settings with a dot in their name
 * belong to the user's own code and are left alone.
 */
final class SessionState {

    /** The view takes its time: it is asked once, and the settings that it names one by one from then on. */
    private static final String NAMES = """
            SELECT name
            FROM pg_settings
            WHERE context IN ('user', 'superuser')
              AND name NOT LIKE '%.%'
              AND name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')
              AND setting IS NOT NULL
            ORDER BY name
            """;

    /** Another role may not be allowed to see all of them, so that they are only asked for as this one. */
    private static final String VALUES_AS = """
            SELECT CASE
                       WHEN current_setting('role') = ? AND session_user = ?
                           THEN (SELECT array_agg(current_setting(s.name) ORDER BY s.position)
                                 FROM unnest(?::text[]) WITH ORDINALITY AS s (name, position)) END
            """;

    static final String TEMPORARY = """
            SELECT CASE relkind WHEN 'v' THEN 'VIEW ' WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END
                       || format('pg_temp.%I', relname)
            FROM pg_class
            WHERE pg_my_temp_schema() <> 0
              AND relnamespace = pg_my_temp_schema()
              AND relkind IN ('r', 'p', 'v', 'S')
            ORDER BY relkind = 'S', relname
            """;

    private final List<String> names;
    private final List<String> values;
    private final SessionIdentity identity;

    private SessionState(List<String> names, List<String> values, SessionIdentity identity) {
        this.names = names;
        this.values = values;
        this.identity = identity;
    }

    static SessionState of(Connection connection) throws SQLException {
        SessionIdentity identity = SessionIdentity.of(connection);
        List<String> names = names(connection);
        return new SessionState(names, values(connection, identity, names).orElseThrow(), identity);
    }

    /** This state, with the timeouts of another. */
    SessionState withTimeoutsOf(SessionState other) {
        List<String> all = new ArrayList<>(values);
        for (int i = 0; i < all.size(); i++) {
            int there = other.names.indexOf(names.get(i));
            if (names.get(i).endsWith("_timeout") && there >= 0) {
                all.set(i, other.values.get(there));
            }
        }
        return new SessionState(names, all, identity);
    }

    List<String> names() {
        return names;
    }

    /** Of the settings, in the order of their names. */
    List<String> values() {
        return values;
    }

    SessionIdentity identity() {
        return identity;
    }

    /** Sets back, until the end of the transaction, whatever differs from this state. */
    void restore(Connection connection) throws SQLException {
        Optional<List<String>> now = values(connection, identity, names);
        if (now.isEmpty()) {
            identity.takeOn(connection);
            now = values(connection, identity, names);
        }
        setBack(connection, now.orElseThrow());
    }

    private void setBack(Connection connection, List<String> now) throws SQLException {
        if (now.equals(values)) {
            return;
        }
        try (PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, true)")) {
            for (int i = 0; i < names.size(); i++) {
                if (!values.get(i).equals(now.get(i))) {
                    set.setString(1, names.get(i));
                    set.setString(2, values.get(i));
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

    private static List<String> names(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NAMES)) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    /** The settings' values, or nothing where the session acts as somebody else. */
    private static Optional<List<String>> values(Connection connection, SessionIdentity identity, List<String> names)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VALUES_AS)) {
            statement.setString(1, identity.role());
            statement.setString(2, identity.sessionUser());
            statement.setArray(3, connection.createArrayOf("text", names.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Array values = row.getArray(1);
                return values == null ? Optional.empty() : Optional.of(List.of((String[]) values.getArray()));
            }
        }
    }
}
