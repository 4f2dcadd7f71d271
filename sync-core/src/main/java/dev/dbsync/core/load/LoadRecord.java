package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.OwnTables;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The record of a load on the target: three tables, which are there for as long as the load is not at its end. */
final class LoadRecord {

    /** Of the tables; a record of another one is not touched. */
    private static final int FORMAT = 2;

    private final String session;
    private final PieceTable pieces;
    private final PartTable parts;
    private final TableName name;

    LoadRecord(String schema) {
        this.name = new TableName(schema, OwnTables.LOAD);
        this.session = name.sql();
        this.pieces = new PieceTable(schema);
        this.parts = new PartTable(schema);
    }

    PieceTable pieces() {
        return pieces;
    }

    PartTable parts() {
        return parts;
    }

    /** What was said when the load began. */
    record Beginning(LoadIdentity identity, Instant at, Set<TableName> touched, Set<TableName> bare) {}

    void create(Connection connection, LoadIdentity identity, Set<TableName> touched, Set<TableName> bare)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE %s (
                        format      integer NOT NULL,
                        begun_at    timestamptz NOT NULL DEFAULT now(),
                        source      text NOT NULL,
                        selection   text NOT NULL,
                        rules       text NOT NULL,
                        masking_key text NOT NULL,
                        touched     text[] NOT NULL,
                        bare        text[] NOT NULL,
                        emptied     text[] NOT NULL DEFAULT '{}',
                        condemned   text[] NOT NULL DEFAULT '{}')
                    """.formatted(session));
            statement.execute("""
                    CREATE TABLE %s (
                        id          integer PRIMARY KEY,
                        kind        text NOT NULL,
                        "group"     text NOT NULL,
                        schema_name text NOT NULL,
                        table_name  text NOT NULL,
                        name        text NOT NULL,
                        away        text[] NOT NULL,
                        back        text[] NOT NULL,
                        "check"     text[] NOT NULL,
                        was         text NOT NULL,
                        state       text NOT NULL)
                    """.formatted(pieces.sql()));
            statement.execute("""
                    CREATE TABLE %s (
                        schema_name text NOT NULL,
                        table_name  text NOT NULL,
                        snapshot    text NOT NULL,
                        part        integer NOT NULL,
                        parts       integer NOT NULL,
                        taken_at    timestamptz NOT NULL,
                        copied      bigint NOT NULL,
                        PRIMARY KEY (schema_name, table_name, snapshot, part))
                    """.formatted(parts.sql()));
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + session + """
                         (format, source, selection, rules, masking_key, touched, bare) VALUES (?, ?, ?, ?, ?, ?, ?)
                        """)) {
            insert.setInt(1, FORMAT);
            insert.setString(2, identity.source());
            insert.setString(3, identity.selection());
            insert.setString(4, identity.rules());
            insert.setString(5, identity.maskingKey());
            insert.setArray(6, names(connection, touched));
            insert.setArray(7, names(connection, bare));
            insert.executeUpdate();
        }
    }

    /** Empty where no load has left anything. */
    Optional<Beginning> read(Connection connection) throws SQLException {
        if (!CatalogQuestions.exists(connection, name)) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + session)) {
            if (!row.next()) {
                throw new SQLException("the row of " + name + " is gone", "02000");
            }
            if (row.getInt("format") != FORMAT) {
                throw new SQLException("the table " + name + " was made by another version of Sync", "0A000");
            }
            return Optional.of(new Beginning(
                    new LoadIdentity(
                            row.getString("source"),
                            row.getString("selection"),
                            row.getString("rules"),
                            row.getString("masking_key")),
                    row.getObject("begun_at", OffsetDateTime.class).toInstant(),
                    names(row.getArray("touched")),
                    names(row.getArray("bare"))));
        }
    }

    /** Tables that were emptied when what is recorded here was put back. */
    Set<TableName> emptied(Connection connection) throws SQLException {
        return relations(connection, "emptied");
    }

    void emptied(Connection connection, Set<TableName> all) throws SQLException {
        relations(connection, "emptied", all);
    }

    /** Tables and materialized views that a proof wants to be emptied. */
    Set<TableName> condemned(Connection connection) throws SQLException {
        return relations(connection, "condemned");
    }

    void condemned(Connection connection, Set<TableName> all) throws SQLException {
        relations(connection, "condemned", all);
    }

    private Set<TableName> relations(Connection connection, String column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + column + " FROM " + session)) {
            row.next();
            return names(row.getArray(1));
        }
    }

    private void relations(Connection connection, String column, Set<TableName> all) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + session + " SET " + column + " = ?")) {
            update.setArray(1, names(connection, all));
            update.executeUpdate();
        }
    }

    void drop(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + session + ", " + pieces.sql() + ", " + parts.sql());
        }
    }

    /** The first schema that holds a record. */
    static Optional<String> schema(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT schemaname
                FROM pg_tables
                WHERE tablename = ANY (?)
                GROUP BY schemaname
                HAVING count(*) = 3
                ORDER BY schemaname
                LIMIT 1
                """)) {
            statement.setArray(
                    1, Texts.array(connection, List.of(OwnTables.LOAD, OwnTables.LOAD_OBJECT, OwnTables.LOAD_PART)));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** Schema and name of each, one after the other. */
    private static Array names(Connection connection, Collection<TableName> tables) throws SQLException {
        List<String> flat = new ArrayList<>();
        for (TableName table : tables) {
            flat.add(table.schema());
            flat.add(table.name());
        }
        return Texts.array(connection, flat);
    }

    private static Set<TableName> names(Array array) throws SQLException {
        List<String> flat = Texts.list(array);
        Set<TableName> names = new TreeSet<>();
        for (int i = 0; i < flat.size(); i += 2) {
            names.add(new TableName(flat.get(i), flat.get(i + 1)));
        }
        return names;
    }
}
