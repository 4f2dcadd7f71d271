package dev.dbsync.core.snapshot;

import dev.dbsync.core.copy.SessionSettings;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One moment of the source, held for all that read from it.
 *
 * <p>The holding session has ACCESS SHARE on every table that will be read, taken before the snapshot: without it, a
 * VACUUM FULL or TRUNCATE between two reads loses rows under the very same snapshot. Applications notice nothing of it;
 * only DDL on these tables waits, and {@code pg_stat_activity} says for whom.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION">
 *     Snapshot synchronization</a>
 */
public final class SourceSnapshot implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final String BUSY =
            "A migration or maintenance holds one of the tables, or waits for it: try again when it is done";

    private final Database database;
    private final Connection holder;
    private final List<TableName> tables;
    private final Optional<Duration> statementTimeout;
    private final String id;
    private final Instant taken;

    private SourceSnapshot(
            Database database,
            Connection holder,
            List<TableName> tables,
            Optional<Duration> statementTimeout,
            String id,
            Instant taken) {
        this.database = database;
        this.holder = holder;
        this.tables = List.copyOf(tables);
        this.statementTimeout = statementTimeout;
        this.id = id;
        this.taken = taken;
    }

    /**
     * @param statementTimeout how long each statement of those who read may run
     * @throws dev.dbsync.core.problem.SyncException when a table cannot be locked or read
     */
    public static SourceSnapshot take(Database database, List<TableName> tables, Optional<Duration> statementTimeout) {
        Connection holder = database.connectReadOnly("pull-prod snapshot (holds up DDL)");
        try {
            SessionSettings.apply(holder);
            // LOCK takes no snapshot: the transaction's snapshot is that of the first query after it.
            lock(holder, tables);
            try (Statement statement = holder.createStatement();
                    ResultSet row = statement.executeQuery("SELECT pg_export_snapshot(), now()")) {
                row.next();
                return new SourceSnapshot(
                        database,
                        holder,
                        tables,
                        statementTimeout,
                        row.getString(1),
                        row.getObject(2, OffsetDateTime.class).toInstant());
            }
        } catch (SQLException e) {
            closeAfter(e, holder);
            throw SqlProblem.of(
                    e,
                    "Cannot hold a snapshot of " + database.environment(),
                    database.shown(),
                    SqlProblem.isLockTimeout(e) ? BUSY : "The role needs SELECT on every selected table");
        }
    }

    /**
     * A new connection that sees the same moment and holds the same locks. Without locks of its own it would queue up
     * behind DDL that waits for the holder, which waits for the reader: a circle that no server sees, and in it nobody
     * could use the table any more.
     *
     * @throws dev.dbsync.core.problem.SyncException when such DDL is there already
     */
    public Connection connect(String purpose) {
        Connection connection = database.connectReadOnly(purpose);
        try {
            SessionSettings.apply(connection);
            try (Statement statement = connection.createStatement()) {
                if (statementTimeout.isPresent()) {
                    statement.execute(
                            "SET statement_timeout = " + statementTimeout.get().toMillis());
                    // A setting of the session, and the snapshot is to be the transaction's first.
                    connection.commit();
                }
                statement.execute("SET TRANSACTION SNAPSHOT " + Sql.literal(id));
                if (!tables.isEmpty()) {
                    lockNow(statement, tables);
                }
            }
            return connection;
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw unjoined(e);
        }
    }

    /** A snapshot ends with the session that holds it, and whoever joins is told only that it is not there. */
    private SyncException unjoined(SQLException e) {
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT");
        } catch (SQLException ended) {
            e.addSuppressed(ended);
            return SqlProblem.of(
                    ended, "The session that held the snapshot was ended by the server", database.shown(), "");
        }
        return SqlProblem.of(e, "Cannot join the snapshot", database.shown(), SqlProblem.isLockTimeout(e) ? BUSY : "");
    }

    /** What PostgreSQL calls it: another one each time. */
    public String id() {
        return id;
    }

    public Instant taken() {
        return taken;
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }

    private static void lock(Connection holder, List<TableName> tables) throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try (Statement statement = holder.createStatement()) {
                lockNow(statement, tables);
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !SqlProblem.isLockTimeout(e)) {
                    throw e;
                }
                holder.rollback();
            }
        }
    }

    /** The timeout stays: whatever else the transaction has to wait for, production waits for this transaction. */
    private static void lockNow(Statement statement, List<TableName> tables) throws SQLException {
        statement.execute("SET LOCAL lock_timeout = '5s'");
        statement.execute("LOCK TABLE "
                + tables.stream().map(table -> "ONLY " + table.sql()).collect(Collectors.joining(", "))
                + " IN ACCESS SHARE MODE");
    }

    private static void closeAfter(SQLException e, Connection connection) {
        try {
            connection.close();
        } catch (SQLException onClose) {
            e.addSuppressed(onClose);
        }
    }
}
