package dev.dbsync.core.migration;

import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Who a session acts as.
 *
 * @param role as the setting of that name has it: {@code none} where it is the session's user
 */
record SessionIdentity(String role, String sessionUser) {

    private static final String IDENTITY = "SELECT pg_catalog.current_setting('role'), session_user";

    static SessionIdentity of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IDENTITY)) {
            row.next();
            return new SessionIdentity(row.getString(1), row.getString(2));
        }
    }

    /** Makes the session act so until the end of its transaction. */
    void takeOn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Another user of the session would take the role along.
            if (!sessionUser.equals(of(connection).sessionUser)) {
                statement.execute("SET LOCAL SESSION AUTHORIZATION " + Sql.identifier(sessionUser));
            }
            if (!role.equals(of(connection).role)) {
                statement.execute("SET LOCAL ROLE " + (role.equals("none") ? "NONE" : Sql.identifier(role)));
            }
        }
    }
}
