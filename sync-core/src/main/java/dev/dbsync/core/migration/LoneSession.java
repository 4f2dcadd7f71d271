package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The session of a script that is run by itself. Flyway works on it through proxies that neither commit nor close.
 *
 * <p>Outside of a transaction every statement is its own, as PostgreSQL has it, unless somebody opens a block; with
 * transactions of the script's own there is always one open.
 */
final class LoneSession implements AutoCloseable {

    /** A build that is cancelled leaves an invalid index behind. */
    private static final List<String> TIMEOUTS = List.of(
            "lock_timeout",
            "statement_timeout",
            "transaction_timeout",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout");

    private final String environment;
    private final Connection connection;
    private final boolean ownTransactions;
    private final SessionIdentity identity;
    private final Optional<String> futureName;
    private TableName historyTable;
    private boolean inBlock;

    private LoneSession(Database database, Connection connection, boolean ownTransactions, SessionIdentity identity) {
        this.environment = database.environment();
        this.futureName = database.futureName();
        this.connection = connection;
        this.ownTransactions = ownTransactions;
        this.identity = identity;
    }

    /** A piece of work on the session. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** @param lockTimeout how long a script with transactions of its own waits for a lock; others wait without end */
    static LoneSession open(Database database, Segment.Kind kind, Duration lockTimeout) {
        Connection connection = database.connect("promote script");
        try {
            LoneSession session = new LoneSession(
                    database, connection, kind == Segment.Kind.OWN_TRANSACTIONS, SessionIdentity.of(connection));
            session.limitWaiting(lockTimeout);
            connection.setAutoCommit(!session.ownTransactions);
            return session;
        } catch (SQLException e) {
            close(connection);
            throw SqlProblem.of(e, "Cannot prepare a session", database.shown(), "");
        }
    }

    private void limitWaiting(Duration lockTimeout) throws SQLException {
        if (ownTransactions) {
            set(List.of("lock_timeout"), String.valueOf(Math.min(lockTimeout.toMillis(), Integer.MAX_VALUE)), true);
            return;
        }
        set(TIMEOUTS, "0", true);
    }

    /**
     * Once more takes away the timeouts that a role or database has set, where RESET or DISCARD ALL has brought them
     * back; what the script sets by itself is its own affair.
     */
    void keepWaiting() throws SQLException {
        set(TIMEOUTS, "0", false);
    }

    /**
     * Not every version knows every setting.
     *
     * @param any also those that were set in this session
     */
    private void set(List<String> names, String value, boolean any) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT pg_catalog.set_config(name, ?, false)
                FROM pg_catalog.pg_settings
                WHERE name = ANY (?) AND (? OR source <> 'session')
                """)) {
            statement.setString(1, value);
            statement.setArray(2, connection.createArrayOf("text", names.toArray()));
            statement.setBoolean(3, any);
            statement.execute();
        }
    }

    /** Whose database it is. */
    String environment() {
        return environment;
    }

    Connection connection() {
        return connection;
    }

    /** Whether a transaction is always open. */
    boolean ownTransactions() {
        return ownTransactions;
    }

    /** For Flyway. */
    DataSource dataSource() {
        return new SharedConnection(
                connection,
                () -> {
                    if (ownTransactions) {
                        connection.rollback();
                    }
                },
                futureName);
    }

    /** Takes the lock that Flyway itself takes, until the end of the session; false when another Flyway is at work. */
    boolean lockFlyway(TableName history) throws SQLException {
        historyTable = history;
        return FlywayLock.tryLockSession(connection, history);
    }

    /** Takes it once more, since a script may have given away all that its session held, as DISCARD ALL does. */
    void keepFlywayLock() throws SQLException {
        if (!FlywayLock.tryLockSession(connection, historyTable)) {
            throw new SyncException(new Problem(
                    "The script gave up its session's locks, and another Flyway has begun to work since",
                    environment,
                    "Wait for it to end, then run the promotion again"));
        }
    }

    /** Whether a block is open, where that is not always so. */
    boolean inBlock() {
        return inBlock;
    }

    /** A statement of the script's own has begun or ended a block. */
    void inBlock(boolean open) {
        inBlock = open;
    }

    /** Begins a block, where none is open anyway. */
    void begin() throws SQLException {
        if (!ownTransactions && !inBlock) {
            execute("BEGIN");
            inBlock = true;
        }
    }

    /** Commits the block, or what the script has left open. */
    void commit() throws SQLException {
        if (ownTransactions) {
            connection.commit();
        } else if (inBlock) {
            execute("COMMIT");
            inBlock = false;
        }
    }

    /** Undoes what is not committed; harmless where no block is open. */
    void rollback() throws SQLException {
        inBlock = false;
        if (ownTransactions) {
            connection.rollback();
        } else {
            execute("ROLLBACK");
        }
    }

    /** Does what is Sync's own as the user who has connected: the script may act as a role that may not. */
    void asOurselves(Work work) throws SQLException {
        SessionIdentity now = SessionIdentity.of(connection);
        if (now.equals(identity)) {
            work.run();
            return;
        }
        boolean block = !ownTransactions && !inBlock;
        if (block) {
            begin();
        }
        // Until the end of the transaction only, whether the script has set its role for that long or for longer.
        identity.takeOn(connection);
        work.run();
        now.takeOn(connection);
        if (block) {
            commit();
        }
    }

    /** For the rest of the transaction that is open. */
    void beOurselves() throws SQLException {
        identity.takeOn(connection);
    }

    /** Ends what the script has made of the session's user and role, once it has failed. */
    void endRole() throws SQLException {
        execute("RESET SESSION AUTHORIZATION");
        execute("RESET ROLE");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone already, and with it all that was not committed.
            return;
        }
    }
}
