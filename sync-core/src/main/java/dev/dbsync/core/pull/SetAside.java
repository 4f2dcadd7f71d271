package dev.dbsync.core.pull;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Foreign keys and triggers that are out of the way while tables of the target are emptied and filled, and put back
 * exactly as they were: all in one transaction, so that nobody else ever sees them missing.
 *
 * <p>Foreign keys are dropped and added again rather than deferred: that needs no superuser, handles every cycle, and
 * checks all rows in one query instead of one by one. Triggers are disabled one by one, since they may be in four
 * states and one statement for all would make them alike.
 */
final class SetAside {

    private static final String FOREIGN_KEYS = """
            SELECT n.nspname,
                   c.relname,
                   k.conname,
                   pg_get_constraintdef(k.oid),
                   k.convalidated,
                   obj_description(k.oid, 'pg_constraint')
            FROM pg_constraint k
                     JOIN pg_class c ON c.oid = k.conrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN pg_class t ON t.oid = k.confrelid
                     JOIN pg_namespace tn ON tn.oid = t.relnamespace
                     JOIN unnest(?::text[], ?::text[]) AS touched (schema, name)
                          ON (touched.schema, touched.name) IN ((n.nspname, c.relname), (tn.nspname, t.relname))
            WHERE k.contype = 'f'
              AND k.conparentid = 0
            GROUP BY n.nspname, c.relname, k.conname, k.oid, k.convalidated
            ORDER BY n.nspname, c.relname, k.conname
            """;

    private static final String TRIGGERS = """
            SELECT n.nspname, c.relname, t.tgname, t.tgenabled
            FROM pg_trigger t
                     JOIN pg_class c ON c.oid = t.tgrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN unnest(?::text[], ?::text[]) AS touched (schema, name)
                          ON (touched.schema, touched.name) = (n.nspname, c.relname)
            WHERE NOT t.tgisinternal
              AND t.tgenabled <> 'D'
            ORDER BY n.nspname, c.relname, t.tgname
            """;

    /**
     * A foreign key of the target.
     *
     * @param definition with all names qualified
     * @param valid whether its rows were all checked
     */
    record Key(TableName table, String name, String definition, boolean valid, Optional<String> comment) {}

    /** @param state {@code pg_trigger.tgenabled}: O, R or A */
    private record Trigger(TableName table, String name, String state) {}

    private final Connection connection;
    private final String shown;
    private final List<Key> keys;
    private final List<Trigger> triggers;

    private SetAside(Connection connection, String shown, List<Key> keys, List<Trigger> triggers) {
        this.connection = connection;
        this.shown = shown;
        this.keys = keys;
        this.triggers = triggers;
    }

    /**
     * Takes away what touches these tables.
     *
     * @param connection to the target, in the load's transaction
     * @param shown the target, for messages
     */
    static SetAside from(Connection connection, String shown, Set<TableName> touched) throws SQLException {
        SetAside aside =
                new SetAside(connection, shown, foreignKeys(connection, touched), triggers(connection, touched));
        try (Statement statement = connection.createStatement()) {
            for (Key key : aside.keys) {
                statement.execute(
                        "ALTER TABLE " + key.table().sql() + " DROP CONSTRAINT " + Sql.identifier(key.name()));
            }
            for (Trigger trigger : aside.triggers) {
                statement.execute("ALTER TABLE ONLY " + trigger.table().sql() + " DISABLE TRIGGER "
                        + Sql.identifier(trigger.name()));
            }
        }
        return aside;
    }

    List<Key> keys() {
        return keys;
    }

    /** @throws SyncException when the new rows do not satisfy a foreign key */
    void putBack() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Key key : keys) {
                add(statement, key);
            }
            for (Trigger trigger : triggers) {
                statement.execute("ALTER TABLE ONLY " + trigger.table().sql() + " ENABLE " + enabling(trigger.state())
                        + "TRIGGER " + Sql.identifier(trigger.name()));
            }
        }
    }

    private void add(Statement statement, Key key) throws SQLException {
        String constraint = Sql.identifier(key.name());
        try {
            statement.execute(
                    "ALTER TABLE " + key.table().sql() + " ADD CONSTRAINT " + constraint + " " + key.definition());
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e,
                    "The copied rows do not satisfy the foreign key " + key.name() + " of "
                            + key.table().shown(),
                    shown,
                    "Select both tables of the key, and mask both of its columns alike");
        }
        if (key.comment().isPresent()) {
            statement.execute("COMMENT ON CONSTRAINT " + constraint + " ON "
                    + key.table().sql() + " IS " + Sql.literal(key.comment().get()));
        }
    }

    private static String enabling(String state) {
        return switch (state) {
            case "A" -> "ALWAYS ";
            case "R" -> "REPLICA ";
            default -> "";
        };
    }

    /** The foreign keys from and to these tables; those that partitions inherit come with their parent's. */
    static List<Key> foreignKeys(Connection connection, Set<TableName> touched) throws SQLException {
        // So that the definitions qualify every name, and mean the same under any search_path.
        String path = CatalogView.searchPath(connection);
        CatalogView.setSearchPath(connection, "pg_catalog");
        List<Key> keys = new ArrayList<>();
        try (PreparedStatement statement = prepared(connection, FOREIGN_KEYS, touched);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                keys.add(new Key(
                        new TableName(row.getString(1), row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        Optional.ofNullable(row.getString(6))));
            }
        }
        CatalogView.setSearchPath(connection, path);
        return List.copyOf(keys);
    }

    private static List<Trigger> triggers(Connection connection, Set<TableName> touched) throws SQLException {
        List<Trigger> triggers = new ArrayList<>();
        try (PreparedStatement statement = prepared(connection, TRIGGERS, touched);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                triggers.add(new Trigger(
                        new TableName(row.getString(1), row.getString(2)), row.getString(3), row.getString(4)));
            }
        }
        return List.copyOf(triggers);
    }

    private static PreparedStatement prepared(Connection connection, String sql, Set<TableName> touched)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(
                1,
                connection.createArrayOf(
                        "text", touched.stream().map(TableName::schema).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "text", touched.stream().map(TableName::name).toArray()));
        return statement;
    }
}
