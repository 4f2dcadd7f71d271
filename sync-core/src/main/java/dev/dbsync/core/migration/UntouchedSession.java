package dev.dbsync.core.migration;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A session as a script has to leave it, and the one question whether it did. Most scripts leave everything as it was;
 * what the answer cannot vouch for is looked at piece by piece, and set right, elsewhere.
 */
final class UntouchedSession {

    /**
     * All of it in one answer. Names are qualified: scripts may set the search path. Another role may not be allowed to
     * see all settings, so that they are only asked for as this one.
     */
    private static final String UNTOUCHED = """
            SELECT pg_catalog.pg_current_xact_id()::text = ?
                       AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE condeferrable)
                       AND %s
                       AND CASE
                               WHEN pg_catalog.current_setting('role') = ? AND session_user = ?
                                   THEN NOT EXISTS (SELECT
                                                    FROM ROWS FROM (pg_catalog.unnest(?::text[]),
                                                                    pg_catalog.unnest(?::text[])) AS s (name, value)
                                                    WHERE pg_catalog.current_setting(s.name) <> s.value)
                               ELSE false END
            """;

    private static final String NOTHING_TEMPORARY = """
            NOT EXISTS (SELECT
                        FROM pg_catalog.pg_class
                        WHERE pg_catalog.pg_my_temp_schema() <> 0
                          AND relnamespace = pg_catalog.pg_my_temp_schema()
                          AND relkind IN ('r', 'p', 'v', 'S'))""";

    private final Connection connection;
    private final String transaction;
    private final List<String> temporary;
    private final SessionIdentity identity;

    /** Made once: there are some 200 of each, and each script asks. */
    private final Array names;

    private final Array values;

    /**
     * @param transaction its id
     * @param temporary as {@link SessionState#temporaryRelations} gives them
     */
    UntouchedSession(Connection connection, String transaction, SessionState state, List<String> temporary)
            throws SQLException {
        this.connection = connection;
        this.transaction = transaction;
        this.temporary = temporary;
        this.identity = state.identity();
        this.names = connection.createArrayOf("text", state.names().toArray());
        this.values = connection.createArrayOf("text", state.values().toArray());
    }

    /** What was temporary before the scripts, and is left. */
    List<String> temporary() {
        return temporary;
    }

    /**
     * Whether the session is surely still as it was: in that transaction, with those settings and that identity, with
     * those temporary relations alone, and in a database without constraints that might be deferred.
     */
    boolean holds() throws SQLException {
        String sameTemporary =
                temporary.isEmpty() ? NOTHING_TEMPORARY : "ARRAY(" + SessionState.TEMPORARY + ") = ?::text[]";
        try (PreparedStatement statement = connection.prepareStatement(UNTOUCHED.formatted(sameTemporary))) {
            int parameter = 0;
            statement.setString(++parameter, transaction);
            if (!temporary.isEmpty()) {
                statement.setArray(++parameter, connection.createArrayOf("text", temporary.toArray()));
            }
            statement.setString(++parameter, identity.role());
            statement.setString(++parameter, identity.sessionUser());
            statement.setArray(++parameter, names);
            statement.setArray(++parameter, values);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
