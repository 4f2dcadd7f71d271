package dev.dbsync.core.swap;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * A session in another database of the target's server, from where databases can be made, renamed and dropped, with the
 * lock that keeps a second swap of the same target out. The lock goes with the session, however that ends.
 */
final class Maintenance implements AutoCloseable {

    /** The first for its purpose, the second because every server has it; not template0, which lets nobody in. */
    private static final List<String> DATABASES = List.of("postgres", "template1");

    /** "SWAP" in ASCII; the second half of the key is of the target's name. */
    private static final int LOCK_CLASS = 0x53574150;

    private static final int PATIENCE_SECONDS = 10;

    /** Whatever role and database say: a swap takes as long as it takes, and is durable when it is said to be done. */
    private static final String SETTINGS = """
            SELECT set_config(name, CASE name
                                        WHEN 'lock_timeout' THEN '30s'
                                        WHEN 'synchronous_commit' THEN 'on'
                                        WHEN 'default_transaction_read_only' THEN 'off'
                                        WHEN 'default_transaction_isolation' THEN 'read committed'
                                        WHEN 'search_path' THEN 'pg_catalog'
                                        ELSE '0' END, false)
            FROM pg_catalog.pg_settings
            WHERE name IN ('lock_timeout', 'synchronous_commit', 'default_transaction_read_only',
                           'default_transaction_isolation', 'search_path', 'statement_timeout',
                           'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout')
            """;

    /** An advisory lock belongs to the database that it was taken in, and another run may have come in by another. */
    private static final String HELD_ELSEWHERE = """
            SELECT count(*)
            FROM pg_catalog.pg_locks
            WHERE locktype = 'advisory'
              AND granted
              AND classid = ?
              AND objid = ?
              AND objsubid = 2
              AND pid <> pg_catalog.pg_backend_pid()
            """;

    /** An instance is told from all others, its own standbys and copies included, by when it was started. */
    private static final String INSTANCE =
            "SELECT extract(epoch FROM pg_catalog.pg_postmaster_start_time())::numeric(20, 6)::text";

    /** Which may not know yet that its client is gone, and holds the lock. */
    private static final String END_LOST = """
            SELECT pg_catalog.pg_terminate_backend(pid, 10000)
            FROM pg_catalog.pg_stat_activity
            WHERE pid = ? AND application_name = 'sync swap' AND usename = current_user
            """;

    private final Database target;
    private final String instance;
    private final Database database;
    private Connection session;
    private int backend;
    private boolean isLocked;

    private Maintenance(Database target, String instance, Database database, Connection session) throws SQLException {
        this.target = target;
        this.instance = instance;
        this.database = database;
        this.session = session;
        this.backend = backend(session);
    }

    /**
     * Opens a session without the lock, for a look.
     *
     * @param asking a connection to the target, to compare servers with
     * @throws SyncException where no other database of the server lets this role in
     */
    static Maintenance open(Database target, Connection asking) throws SQLException {
        String instance = instance(target, asking);
        List<String> reasons = new ArrayList<>();
        for (String name : DATABASES) {
            if (name.equals(target.url().database())) {
                continue;
            }
            Database database = target.inDatabase(name);
            try {
                return new Maintenance(target, instance, database, connect(database, instance));
            } catch (SyncException e) {
                reasons.add(e.problem().what());
            }
        }
        throw new RefusedException(new Problem(
                "No other database of the server lets this role in: " + String.join("; ", reasons),
                target.shown(),
                "Grant CONNECT on the database postgres to the role, or use pull.mode: in-place"));
    }

    /**
     * Takes the lock.
     *
     * @throws RefusedException when another swap of this target is running; this is then closed
     */
    Maintenance locked() {
        try {
            if (!taken()) {
                throw new RefusedException(new Problem(
                        "Another swap of this database is running",
                        target.shown(),
                        "Wait for it to end. Its session is named 'sync swap' in pg_stat_activity."));
            }
            isLocked = true;
            return this;
        } catch (SQLException e) {
            throw closed(session, SqlProblem.of(e, "Cannot take the lock of the swap", database.shown(), ""));
        } catch (SyncException e) {
            throw closed(session, e);
        }
    }

    /** The session. Only within a method of the caller's: {@link #keep} may replace it. */
    Connection session() {
        return session;
    }

    /** A second session beside it. */
    Connection another(String purpose) {
        Connection other = database.connect(purpose);
        try {
            settle(other);
            return other;
        } catch (SQLException e) {
            throw closed(other, SqlProblem.of(e, "Cannot set up a session", database.shown(), ""));
        }
    }

    /**
     * Sees that the session is still there and has the lock, and opens it and takes the lock again where not: the
     * loading of the new database may have taken hours.
     */
    void keep() {
        try {
            if (!session.isValid(PATIENCE_SECONDS)) {
                reopen();
            }
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot see whether the lock of the swap is held", database.shown(), "");
        }
        if (!isLocked) {
            locked();
        }
    }

    /** Opens a session in the place of one that was lost, and ends that on the server; without the lock. */
    void reopen() throws SQLException {
        int lost = backend;
        session.close();
        isLocked = false;
        session = connect(database, instance);
        backend = backend(session);
        try (PreparedStatement end = session.prepareStatement(END_LOST)) {
            end.setInt(1, lost);
            end.execute();
        }
    }

    @Override
    public void close() {
        if (isLocked) {
            release();
        }
        try {
            session.close();
        } catch (SQLException e) {
            throw SqlProblem.of(e, "A session did not close cleanly", database.shown(), "");
        }
    }

    /** The server sees a while later that a session was closed: who comes next is not to find the lock still taken. */
    private void release() {
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_advisory_unlock_all()");
        } catch (SQLException e) {
            // A session that was lost holds no lock.
        }
    }

    private static Connection connect(Database database, String instance) throws SQLException {
        Connection connection = database.connect("swap");
        try {
            if (!instance(database, connection).equals(instance)) {
                throw new SyncException(new Problem(
                        "The databases " + database.url().database() + " and that of the target are on two servers",
                        database.shown(),
                        "Name one host in the URL of '" + database.environment() + "', not several"));
            }
            settle(connection);
            return connection;
        } catch (SQLException e) {
            throw closed(connection, e);
        } catch (SyncException e) {
            throw closed(connection, e);
        }
    }

    private static String instance(Database database, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (number(statement, "SELECT pg_catalog.pg_backend_pid()") != backend(connection)) {
                throw new RefusedException(new Problem(
                        "A connection pooler stands between Sync and the server: it would hold sessions in the"
                                + " database that is to be replaced",
                        database.shown(),
                        "Point the URL of '" + database.environment()
                                + "' at PostgreSQL itself, or use pull.mode: in-place"));
            }
            try (ResultSet row = statement.executeQuery(INSTANCE)) {
                row.next();
                return DatabaseIdentity.of(connection).systemIdentifier() + " " + row.getString(1);
            }
        }
    }

    private static void settle(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
        }
    }

    private boolean taken() throws SQLException {
        int key = target.url().database().hashCode();
        try (PreparedStatement lock = session.prepareStatement("SELECT pg_catalog.pg_try_advisory_lock(?, ?)")) {
            lock.setInt(1, LOCK_CLASS);
            lock.setInt(2, key);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return false;
                }
            }
        }
        try (PreparedStatement elsewhere = session.prepareStatement(HELD_ELSEWHERE)) {
            elsewhere.setLong(1, LOCK_CLASS);
            elsewhere.setLong(2, Integer.toUnsignedLong(key));
            try (ResultSet row = elsewhere.executeQuery()) {
                row.next();
                return row.getLong(1) == 0;
            }
        }
    }

    /** As the driver was told when it connected; a driver that has lost its connection does not tell any more. */
    private static int backend(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static <E extends Exception> E closed(Connection connection, E because) {
        try {
            connection.close();
        } catch (SQLException onClose) {
            because.addSuppressed(onClose);
        }
        return because;
    }
}
