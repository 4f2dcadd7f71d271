package dev.dbsync.core.load;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Foreign keys and triggers that are out of the way while tables of the target are emptied and filled, and put back
 * exactly as they were: all in one transaction, so that nobody else ever sees them missing. A load in many transactions
 * has a {@link LoadSession}.
 *
 * <p>Foreign keys are dropped and added again rather than deferred: that needs no superuser, handles every cycle, and
 * checks all rows in one query instead of one by one. Triggers are disabled one by one, since they may be in four
 * states and one statement for all would make them alike.
 */
public final class SetAside {

    /**
     * A foreign key of the target.
     *
     * @param definition with all names qualified
     * @param valid whether its rows were all checked
     */
    public record Key(TableName table, String name, String definition, boolean valid, Optional<String> comment) {}

    private final Connection connection;
    private final String shown;
    private final List<FoundForeignKey> keys;
    private final List<FoundTrigger> triggers;

    private SetAside(Connection connection, String shown, List<FoundForeignKey> keys, List<FoundTrigger> triggers) {
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
    public static SetAside from(Connection connection, String shown, Set<TableName> touched) throws SQLException {
        SetAside aside = new SetAside(
                connection,
                shown,
                FoundForeignKey.read(connection, touched),
                FoundTrigger.read(connection, touched).stream()
                        .filter(FoundTrigger::isEnabled)
                        .toList());
        try (Statement statement = connection.createStatement()) {
            for (FoundForeignKey key : aside.keys) {
                statement.execute(key.drop());
            }
            for (FoundTrigger trigger : aside.triggers) {
                statement.execute(trigger.disable());
            }
        }
        return aside;
    }

    /** The foreign keys that were taken away. */
    public List<Key> keys() {
        return keys.stream().map(SetAside::key).toList();
    }

    /** @throws SyncException when the new rows do not satisfy a foreign key */
    public void putBack() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (FoundForeignKey key : keys) {
                add(statement, key);
            }
            for (FoundTrigger trigger : triggers) {
                statement.execute(trigger.restore());
            }
        }
    }

    private void add(Statement statement, FoundForeignKey key) throws SQLException {
        try {
            statement.execute(key.add());
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e,
                    "The copied rows do not satisfy the foreign key " + key.name() + " of "
                            + key.table().shown(),
                    shown,
                    "Select both tables of the key, and mask both of its columns alike");
        }
        if (key.commented().isPresent()) {
            statement.execute(key.commented().get());
        }
    }

    /** The foreign keys from and to these tables; those that partitions inherit come with their parent's. */
    public static List<Key> foreignKeys(Connection connection, Set<TableName> touched) throws SQLException {
        return FoundForeignKey.read(connection, touched).stream()
                .map(SetAside::key)
                .toList();
    }

    private static Key key(FoundForeignKey key) {
        return new Key(key.table(), key.name(), key.definition(), key.valid(), key.comment());
    }
}
