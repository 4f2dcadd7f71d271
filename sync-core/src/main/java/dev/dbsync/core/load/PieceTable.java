package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.load.Piece.State;
import dev.dbsync.core.migration.OwnTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a load has set aside, in the table {@code sync_load_object}. */
final class PieceTable {

    /** An index that a constraint stands on is not named beside it. */
    private static final String ABSENT_OF = """
            SELECT CASE WHEN is_constraint THEN 'table constraint' ELSE 'index' END AS kind,
                   CASE
                       WHEN is_constraint THEN format('%I on %I.%I', name, schema_name, table_name)
                       ELSE format('%I.%I', schema_name, name) END AS identity,
                   schema_name,
                   table_name
            FROM (SELECT schema_name,
                         table_name,
                         name,
                         bool_or(kind = 'foreign_key' OR array_to_string(away, ' ') LIKE '% DROP CONSTRAINT %')
                             AS is_constraint
                  FROM\s""";

    private static final String ABSENT_WHERE = """

                  WHERE state = 'aside'
                    AND kind <> 'trigger'
                    AND "group" IN (schema_name || '.' || name, schema_name || '.' || table_name || '.' || name)
                  GROUP BY schema_name, table_name, name) aside
            ORDER BY 1, 2
            """;

    private final String objects;

    PieceTable(String schema) {
        this.objects = new TableName(schema, OwnTables.LOAD_OBJECT).sql();
    }

    String sql() {
        return objects;
    }

    /** As set aside. */
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
                insert.setArray(7, Texts.array(connection, piece.away()));
                insert.setArray(8, Texts.array(connection, piece.back()));
                insert.setArray(9, Texts.array(connection, piece.check()));
                insert.setString(10, piece.was());
                insert.setString(11, word(State.ASIDE));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** All of them, in the order of kinds and ids. */
    List<Piece> all(Connection connection) throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + objects + " ORDER BY id")) {
            while (row.next()) {
                pieces.add(piece(row));
            }
        }
        return pieces;
    }

    /**
     * Some of them, in the same order.
     *
     * @param table empty for all tables
     */
    List<Piece> some(Connection connection, Kind kind, State state, Optional<TableName> table) throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT *
                FROM %s
                WHERE kind = ?
                  AND state = ?
                  AND (?::text IS NULL OR (schema_name, table_name) = (?, ?))
                ORDER BY id
                """.formatted(objects))) {
            String schema = table.map(TableName::schema).orElse(null);
            select.setString(1, word(kind));
            select.setString(2, word(state));
            select.setString(3, schema);
            select.setString(4, schema);
            select.setString(5, table.map(TableName::name).orElse(null));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    pieces.add(piece(row));
                }
            }
        }
        return pieces;
    }

    /** For each table with foreign keys that are set aside: what these reference. */
    Map<TableName, Set<TableName>> references(Connection connection) throws SQLException {
        Map<TableName, Set<TableName>> references = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT o.schema_name, o.table_name, n.nspname, c.relname
                        FROM %s o
                                 JOIN pg_class c ON c.oid = (CASE
                            WHEN o.kind = 'foreign_key' THEN o.was::jsonb #>> '{constraint,confrelid}' END)::oid
                                 JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE o.state = 'aside'
                        """.formatted(objects))) {
            while (row.next()) {
                references
                        .computeIfAbsent(new TableName(row.getString(1), row.getString(2)), table -> new TreeSet<>())
                        .add(new TableName(row.getString(3), row.getString(4)));
            }
        }
        return references;
    }

    /** What is aside, by the names that it will have; not what is only a part of something else, as in a partition. */
    List<AbsentObject> absent(Connection connection) throws SQLException {
        List<AbsentObject> absent = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ABSENT_OF + objects + ABSENT_WHERE)) {
            while (row.next()) {
                absent.add(new AbsentObject(
                        row.getString("kind"),
                        row.getString("identity"),
                        new TableName(row.getString("schema_name"), row.getString("table_name"))));
            }
        }
        return absent;
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

    private static Piece piece(ResultSet row) throws SQLException {
        return new Piece(
                row.getInt("id"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("group"),
                new TableName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("name"),
                Texts.list(row.getArray("away")),
                Texts.list(row.getArray("back")),
                Texts.list(row.getArray("check")),
                row.getString("was"),
                state(row.getString("state")));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static State state(String word) {
        return State.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
