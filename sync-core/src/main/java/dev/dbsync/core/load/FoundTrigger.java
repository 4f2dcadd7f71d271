package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A trigger of the target, also one that a partition has from its partitioned table: each has a state of its own.
 *
 * @param state {@code pg_trigger.tgenabled}: O for enabled, R for replica, A for always, D for disabled
 */
record FoundTrigger(TableName table, String name, String state) {

    /** Parents first, since what is said of a parent's may hold for its partitions', too. */
    private static final String TRIGGERS = """
            SELECT n.nspname, c.relname, t.tgname, t.tgenabled
            FROM pg_trigger t
                     JOIN pg_class c ON c.oid = t.tgrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN unnest(?::text[], ?::text[]) AS asked (schema, name)
                          ON (asked.schema, asked.name) = (n.nspname, c.relname)
            WHERE NOT t.tgisinternal
            ORDER BY (SELECT count(*) FROM pg_partition_ancestors(c.oid)), n.nspname, c.relname, t.tgname
            """;

    /** Of these tables. */
    static List<FoundTrigger> read(Connection connection, Collection<TableName> tables) throws SQLException {
        List<FoundTrigger> triggers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TRIGGERS)) {
            CatalogQuestions.bind(statement, 1, tables);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    triggers.add(new FoundTrigger(
                            new TableName(row.getString(1), row.getString(2)), row.getString(3), row.getString(4)));
                }
            }
        }
        return triggers;
    }

    String disable() {
        return "ALTER TABLE ONLY " + table.sql() + " DISABLE TRIGGER " + Sql.identifier(name);
    }

    /** Into the state that it was found in. */
    String restore() {
        return switch (state) {
            case "A" -> alter("ENABLE ALWAYS");
            case "R" -> alter("ENABLE REPLICA");
            case "O" -> alter("ENABLE");
            default -> disable();
        };
    }

    private String alter(String how) {
        return "ALTER TABLE ONLY " + table.sql() + " " + how + " TRIGGER " + Sql.identifier(name);
    }

    boolean isEnabled() {
        return !state.equals("D");
    }

    Piece piece() {
        List<String> away = isEnabled() ? List.of(disable()) : List.of();
        return Piece.found(Kind.TRIGGER, table + "." + name, table, name, away, List.of(restore()), List.of(), state);
    }
}
