package dev.dbsync.core.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads the catalog so that definitions qualify every name, and mean the same under any search_path. */
final class Qualified {

    /** What is read. */
    @FunctionalInterface
    interface Read<T> {
        T run() throws SQLException;
    }

    private Qualified() {}

    /** Reads under a path of its own, and sets the session's back; not after a failure, which dooms a transaction. */
    static <T> T read(Connection connection, Read<T> read) throws SQLException {
        String path = path(connection);
        path(connection, "pg_catalog");
        T result = read.run();
        path(connection, path);
        return result;
    }

    private static String path(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('search_path')")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void path(Connection connection, String path) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('search_path', ?, ?)")) {
            statement.setString(1, path);
            statement.setBoolean(2, !connection.getAutoCommit());
            statement.execute();
        }
    }
}
