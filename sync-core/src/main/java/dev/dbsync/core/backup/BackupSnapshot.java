package dev.dbsync.core.backup;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One moment of a database, held until it is closed: an exported snapshot, and ACCESS SHARE on every table.
 *
 * <p>The locks come before the snapshot. In the other order a table that is rewritten or truncated in between reads as
 * empty under the very same snapshot.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION">
 *     Snapshot synchronization</a>
 */
final class BackupSnapshot implements AutoCloseable {

    /** How long a table may be held by someone's DDL before the backup gives up. */
    static final String LOCK_TIMEOUT = "30s";

    private static final int ATTEMPTS = 5;

    /** Text must come out the same whatever a role or database has set; nothing may end the snapshot early. */
    private static final String SESSION = """
            SET lock_timeout = '%s';
            SET statement_timeout = 0;
            SET row_security = off;
            SET datestyle = ISO;
            SET intervalstyle = postgres;
            SET bytea_output = hex;
            SET extra_float_digits = 3;
            SELECT set_config('transaction_timeout', '0', false)
            FROM pg_settings
            WHERE name = 'transaction_timeout'
            """.formatted(LOCK_TIMEOUT);

    private final Connection connection;
    private final String id;
    private final Instant time;
    private final DatabaseIdentity identity;
    private final Catalog catalog;

    private BackupSnapshot(Connection connection, String id, Instant time, DatabaseIdentity identity, Catalog catalog) {
        this.connection = connection;
        this.id = id;
        this.time = time;
        this.identity = identity;
        this.catalog = catalog;
    }

    /** @throws SyncException when a table cannot be locked in time, or may not be read */
    static BackupSnapshot open(Database database) {
        Connection connection = database.connectReadOnly("backup");
        try {
            return take(connection, database);
        } catch (SQLException e) {
            close(connection, e);
            throw SqlProblem.of(
                    e,
                    "Cannot take the backup's snapshot",
                    database.shown(),
                    SqlProblem.state(e).equals("42501")
                            ? "A backup needs a role that may read every table"
                            : "Try again when no DDL is running there");
        } catch (RuntimeException e) {
            close(connection, e);
            throw e;
        }
    }

    private static BackupSnapshot take(Connection connection, Database database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                Set<TableName> known = lockable(Catalog.read(connection));
                // Ends the transaction that read the names: the next one must lock before its snapshot is taken.
                connection.commit();
                BackupSnapshot snapshot = lockedSnapshot(connection, statement, known);
                if (known.containsAll(lockable(snapshot.catalog))) {
                    return snapshot;
                }
                connection.commit();
            }
        }
        throw new SyncException(new Problem(
                "Cannot take the backup's snapshot: new tables keep appearing",
                database.shown(),
                "Try again when no DDL is running there"));
    }

    private static BackupSnapshot lockedSnapshot(Connection connection, Statement statement, Set<TableName> tables)
            throws SQLException {
        if (!tables.isEmpty()) {
            statement.execute("LOCK TABLE ONLY "
                    + tables.stream().map(TableName::sql).collect(Collectors.joining(", ONLY "))
                    + " IN ACCESS SHARE MODE");
        }
        try (ResultSet row = statement.executeQuery("SELECT pg_export_snapshot(), statement_timestamp()")) {
            row.next();
            return new BackupSnapshot(
                    connection,
                    row.getString(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    DatabaseIdentity.of(connection),
                    Catalog.read(connection));
        }
    }

    /** Foreign tables cannot be locked; those of extensions are the extension's affair. */
    private static Set<TableName> lockable(Catalog catalog) {
        return catalog.tables().stream()
                .filter(table ->
                        table.kind() != Table.Kind.FOREIGN && table.extension().isEmpty())
                .map(Table::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** In the snapshot's own transaction. */
    Connection connection() {
        return connection;
    }

    /** For {@code SET TRANSACTION SNAPSHOT} and {@code pg_dump --snapshot}. */
    String id() {
        return id;
    }

    /** By the server's clock. */
    Instant time() {
        return time;
    }

    DatabaseIdentity identity() {
        return identity;
    }

    /** As of the snapshot. */
    Catalog catalog() {
        return catalog;
    }

    /** Ends the snapshot and its locks. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqlProblem.of(e, "The backup's snapshot ended badly", "", "");
        }
    }

    private static void close(Connection connection, Exception failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
