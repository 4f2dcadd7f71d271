package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.OwnTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a load has copied, in the table {@code sync_load_part}. */
final class PartTable {

    private final String parts;

    PartTable(String schema) {
        this.parts = new TableName(schema, OwnTables.LOAD_PART).sql();
    }

    String sql() {
        return parts;
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

    List<Part> all(Connection connection) throws SQLException {
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

    /** Those of whole trees: whoever empties a partitioned table, or a partition, empties what is under other names. */
    void forgetTrees(Connection connection, Collection<TableName> tables) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("WITH RECURSIVE\n" + CatalogQuestions.TREES + """
                DELETE FROM %s p
                USING pg_class c
                          JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.oid IN (SELECT oid FROM below UNION SELECT oid FROM above)
                  AND (p.schema_name, p.table_name) = (n.nspname, c.relname)
                """.formatted(parts))) {
            CatalogQuestions.bind(delete, 1, tables);
            delete.executeUpdate();
        }
    }

    void forget(Connection connection, Collection<TableName> tables) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM %s p
                USING unnest(?::text[], ?::text[]) AS asked (schema, name)
                WHERE (p.schema_name, p.table_name) = (asked.schema, asked.name)
                """.formatted(parts))) {
            CatalogQuestions.bind(delete, 1, tables);
            delete.executeUpdate();
        }
    }
}
