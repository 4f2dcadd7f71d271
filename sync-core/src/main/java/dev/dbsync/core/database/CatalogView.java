package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a database holds, its trees of partitioned tables included.
 *
 * @param catalog with every name of a type qualified, so that those of two databases can be compared
 * @param partitions its trees of partitioned tables
 */
public record CatalogView(Catalog catalog, Partitions partitions) {

    public static CatalogView read(Connection connection) throws SQLException {
        String path = searchPath(connection);
        setSearchPath(connection, "pg_catalog");
        Catalog catalog = Catalog.read(connection);
        Partitions partitions = Partitions.read(catalog, connection);
        setSearchPath(connection, path);
        return new CatalogView(catalog, partitions);
    }

    /** Whether there is no table of a user's. */
    public boolean isEmpty() {
        return catalog.tables().stream().allMatch(table -> table.extension().isPresent());
    }

    static String searchPath(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('search_path')")) {
            row.next();
            return row.getString(1);
        }
    }

    static void setSearchPath(Connection connection, String path) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('search_path', ?, false)")) {
            statement.setString(1, path);
            statement.execute();
        }
    }
}
