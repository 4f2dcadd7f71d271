package dev.dbsync.it.demo;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** An embedded database as it was on its first day. */
final class EmptyDatabase {

    private EmptyDatabase() {}

    /** Drops the database and creates it anew: the story begins at its beginning. */
    static void again(Database database) {
        DatabaseUrl url = database.url();
        DatabaseUrl administration =
                new DatabaseUrl(url.hosts(), "postgres", url.user(), url.password(), url.parameters());
        String name = Sql.identifier(url.database());
        try (Connection connection = new Database(database.environment(), administration, false).connect("demo");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot empty " + database.shown(), e);
        }
    }
}
