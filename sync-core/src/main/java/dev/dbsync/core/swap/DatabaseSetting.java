package dev.dbsync.core.swap;

import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A setting that a database gives to its sessions ({@code ALTER DATABASE … SET}), or to those of one role ({@code ALTER
 * ROLE … IN DATABASE … SET}).
 *
 * @param role null where it is for all
 */
record DatabaseSetting(String role, String name, String value) {

    private static final String READ = """
            SELECT pg_catalog.pg_get_userbyid(nullif(s.setrole, 0)),
                   split_part(c.entry, '=', 1),
                   substr(c.entry, strpos(c.entry, '=') + 1)
            FROM pg_catalog.pg_db_role_setting s
                     JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase,
                 LATERAL unnest(s.setconfig) c (entry)
            WHERE d.datname = ?
            ORDER BY 1 NULLS FIRST, 2
            """;

    /** Their values are lists of quoted names: as one literal they would be quoted once more. */
    private static final Set<String> LISTS =
            Set.of("search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries");

    static List<DatabaseSetting> of(Connection connection, String database) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, database);
            try (ResultSet row = statement.executeQuery()) {
                List<DatabaseSetting> settings = new ArrayList<>();
                while (row.next()) {
                    settings.add(new DatabaseSetting(row.getString(1), row.getString(2), row.getString(3)));
                }
                return settings;
            }
        }
    }

    /**
     * Gives one database the settings of another, in the caller's transaction.
     *
     * @param made by scripts since the database was made: they stay, unless the other one has set them otherwise
     */
    static void carry(Connection connection, String from, String to, List<DatabaseSetting> made) throws SQLException {
        List<DatabaseSetting> wanted = new ArrayList<>(of(connection, from));
        made.stream()
                .filter(setting -> wanted.stream().noneMatch(setting::isOfTheSame))
                .toList()
                .forEach(wanted::add);
        List<DatabaseSetting> there = of(connection, to);
        if (there.equals(wanted)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String role :
                    there.stream().map(DatabaseSetting::role).collect(Collectors.toCollection(LinkedHashSet::new))) {
                statement.execute(subject(role, to) + " RESET ALL");
            }
            for (DatabaseSetting setting : wanted) {
                setting.set(connection, statement, to);
            }
        }
    }

    private boolean isOfTheSame(DatabaseSetting other) {
        return Objects.equals(role, other.role) && name.equals(other.name);
    }

    private void set(Connection connection, Statement statement, String database) throws SQLException {
        String set = subject(role, database) + " SET " + quoted(name);
        if (!LISTS.contains(name)) {
            statement.execute(set + " TO " + Sql.literal(value));
            return;
        }
        // Only for this transaction, whose own names are all qualified.
        try (PreparedStatement list = connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, true)")) {
            list.setString(1, name);
            list.setString(2, value);
            list.execute();
        }
        statement.execute(set + " FROM CURRENT");
    }

    private static String subject(String role, String database) {
        return role == null
                ? "ALTER DATABASE " + Sql.identifier(database)
                : "ALTER ROLE " + Sql.identifier(role) + " IN DATABASE " + Sql.identifier(database);
    }

    /** Settings of extensions and applications have a dot in their names. */
    private static String quoted(String name) {
        return Stream.of(name.split("\\.")).map(Sql::identifier).collect(Collectors.joining("."));
    }
}
