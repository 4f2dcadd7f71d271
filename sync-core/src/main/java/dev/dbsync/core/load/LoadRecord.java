package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.load.Piece.State;
import dev.dbsync.core.migration.OwnTables;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The record of a load on the target: three tables, which are there for as long as the load is not at its end. */
final class LoadRecord {

    /** Of the tables; a record of another one is not touched. */
    private static final int FORMAT = 1;

    private final String session;
    private final String objects;
    private final String parts;
    private final TableName name;

    LoadRecord(String schema) {
        this.name = new TableName(schema, OwnTables.LOAD);
        this.session = name.sql();
        this.objects = new TableName(schema, OwnTables.LOAD_OBJECT).sql();
        this.parts = new TableName(schema, OwnTables.LOAD_PART).sql();
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
                        emptied     text[] NOT NULL DEFAULT '{}')
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
                    """.formatted(objects));
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
                    """.formatted(parts));
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
        if (!exists(connection)) {
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

    void add(Connection connection, List<Piece> pieces) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + objects + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Piece piece : pieces) {
                insert.setInt(1, piece.id());
                insert.setString(2, word(piece.kind()));
                insert.setString(3, piece.group());
                insert.setString(4, piece.table().schema());
                insert.setString(5, piece.table().name());
                insert.setString(6, piece.name());
                insert.setArray(7, texts(connection, piece.away()));
                insert.setArray(8, texts(connection, piece.back()));
                insert.setArray(9, texts(connection, piece.check()));
                insert.setString(10, piece.was());
                insert.setString(11, word(State.ASIDE));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** All of them, in the order of kinds and ids. */
    List<Piece> pieces(Connection connection) throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + objects + " ORDER BY id")) {
            while (row.next()) {
                pieces.add(piece(row));
            }
        }
        return pieces;
    }

    /** Where a piece is, and nobody else moves it until this transaction ends. */
    State locked(Connection connection, int id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT state FROM " + objects + " WHERE id = ? FOR UPDATE")) {
            select.setInt(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the record of what was set aside has lost a row", "02000");
                }
                return state(row.getString(1));
            }
        }
    }

    void move(Connection connection, Collection<Piece> pieces, State to) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + objects + " SET state = ? WHERE id = ANY (?)")) {
            update.setString(1, word(to));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "int4", pieces.stream().map(Piece::id).toArray()));
            if (update.executeUpdate() != pieces.size()) {
                throw new SQLException("the record of what was set aside has lost a row", "02000");
            }
        }
    }

    void add(Connection connection, Part part) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + parts + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, part.table().schema());
            insert.setString(2, part.table().name());
            insert.setString(3, part.snapshot());
            insert.setInt(4, part.part());
            insert.setInt(5, part.parts());
            insert.setObject(6, part.taken().atOffset(ZoneOffset.UTC));
            insert.setLong(7, part.rows());
            insert.executeUpdate();
        }
    }

    List<Part> parts(Connection connection) throws SQLException {
        List<Part> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT schema_name, table_name, part, parts, snapshot, taken_at, copied
                        FROM %s
                        ORDER BY schema_name, table_name, taken_at, snapshot, part
                        """.formatted(parts))) {
            while (row.next()) {
                found.add(new Part(
                        new TableName(row.getString(1), row.getString(2)),
                        row.getInt(3),
                        row.getInt(4),
                        row.getString(5),
                        row.getObject(6, OffsetDateTime.class).toInstant(),
                        row.getLong(7)));
            }
        }
        return found;
    }

    void forgetParts(Connection connection, Collection<TableName> tables) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM %s p
                USING unnest(?::text[], ?::text[]) AS asked (schema, name)
                WHERE (p.schema_name, p.table_name) = (asked.schema, asked.name)
                """.formatted(parts))) {
            Asked.bind(delete, 1, tables);
            delete.executeUpdate();
        }
    }

    /** Tables that were emptied when what is recorded here was put back. */
    Set<TableName> emptied(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT emptied FROM " + session)) {
            row.next();
            return names(row.getArray(1));
        }
    }

    void emptied(Connection connection, Set<TableName> all) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + session + " SET emptied = ?")) {
            update.setArray(1, names(connection, all));
            update.executeUpdate();
        }
    }

    void drop(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + session + ", " + objects + ", " + parts);
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
                    1, texts(connection, List.of(OwnTables.LOAD, OwnTables.LOAD_OBJECT, OwnTables.LOAD_PART)));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** Not to_regclass, which wants the right to use the schema. */
    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = ? AND tablename = ?)")) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static Piece piece(ResultSet row) throws SQLException {
        return new Piece(
                row.getInt("id"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("group"),
                new TableName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("name"),
                texts(row.getArray("away")),
                texts(row.getArray("back")),
                texts(row.getArray("check")),
                row.getString("was"),
                state(row.getString("state")));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static State state(String word) {
        return State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    /** Schema and name of each, one after the other. */
    private static Array names(Connection connection, Collection<TableName> tables) throws SQLException {
        List<String> flat = new ArrayList<>();
        for (TableName table : tables) {
            flat.add(table.schema());
            flat.add(table.name());
        }
        return texts(connection, flat);
    }

    private static Set<TableName> names(Array array) throws SQLException {
        List<String> flat = texts(array);
        Set<TableName> names = new TreeSet<>();
        for (int i = 0; i < flat.size(); i += 2) {
            names.add(new TableName(flat.get(i), flat.get(i + 1)));
        }
        return names;
    }
}
