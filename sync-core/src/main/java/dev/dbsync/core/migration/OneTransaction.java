package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.WrittenTransaction;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * One PostgreSQL transaction on one session, in which Flyway, the lookup merge and the verification all work, and which
 * is committed by {@link #commit()} alone.
 *
 * <p>Flyway takes a {@link DataSource} and commits as it goes. It is given proxies of the one connection on which
 * {@code commit}, {@code close} and {@code setAutoCommit} do nothing, while {@code rollback} is real and dooms the
 * transaction: from then on it cannot be committed.
 *
 * <p>Not thread-safe. Closing it without a commit rolls back.
 */
public final class OneTransaction implements AutoCloseable {

    private final Database database;
    private final Connection connection;
    private final WrittenTransaction written;
    private boolean over;
    private boolean doomed;
    private RuntimeException cause;

    private OneTransaction(Database database, Connection connection, WrittenTransaction written) {
        this.database = database;
        this.connection = connection;
        this.written = written;
    }

    /**
     * Opens a session and begins the transaction.
     *
     * @param purpose for {@code application_name}
     * @throws SyncException when there is no connection to be had, or the database cannot be written
     */
    public static OneTransaction open(Database database, String purpose) {
        Connection connection = database.connect(purpose);
        try {
            // Whatever a role or database has set: a plan under a lock must see what was committed before the lock.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            return new OneTransaction(database, connection, WrittenTransaction.of(connection));
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException onClose) {
                e.addSuppressed(onClose);
            }
            throw SqlProblem.of(
                    e, "Cannot begin a transaction", database.shown(), "A standby and a read-only role cannot write.");
        }
    }

    /** The database that is being changed. */
    public Database database() {
        return database;
    }

    /**
     * The session itself, for work beside Flyway's. Nobody but this class commits on it or turns autocommit on.
     *
     * <p>{@code unwrap(PGConnection.class)} works on it.
     */
    public Connection connection() {
        return connection;
    }

    /** The transaction's id. */
    public String xid() {
        return written.xid();
    }

    /** What its server can be asked by when the reply to COMMIT is lost. */
    public WrittenTransaction written() {
        return written;
    }

    /**
     * Makes everything permanent, or throws.
     *
     * @throws SyncException when something was rolled back before, with the reason as its cause
     * @throws SQLException from COMMIT itself: with a broken connection it is unknown whether it took effect
     */
    public void commit() throws SQLException {
        if (doomed) {
            throw new SyncException(
                    new Problem(
                            "The transaction was rolled back and cannot be committed",
                            database.shown(),
                            "Run it again."),
                    cause);
        }
        verifyUnbroken("the work in the transaction");
        connection.commit();
        over = true;
    }

    /** Undoes everything; afterwards nothing can be committed. */
    public void rollback() throws SQLException {
        doomed = true;
        connection.rollback();
    }

    /** Rolls back unless it was committed, and ends the session. */
    @Override
    public void close() {
        try (connection) {
            if (!over && !connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // The session is gone, and with it the transaction: PostgreSQL rolls back by itself.
            doomed = true;
        }
    }

    /** For Flyway: every connection is the one session. */
    DataSource dataSource() {
        return new SharedConnection(connection, this::rollback, database.futureName());
    }

    /** Remembers why the transaction cannot be committed any more. */
    <E extends RuntimeException> E failed(E reason) {
        doomed = true;
        if (cause == null) {
            cause = reason;
        }
        return reason;
    }

    /**
     * Checks that the transaction is still the one that was begun.
     *
     * @param culprit what ran since the last check
     * @throws SyncException when it was ended in between
     */
    void verifyUnbroken(String culprit) throws SQLException {
        if (!currentXid(connection).equals(written.xid())) {
            throw failed(new SyncException(new Problem(
                    "The transaction was ended by " + culprit + ", so part of the work may be permanent",
                    database.shown(),
                    "Remove COMMIT and ROLLBACK from the script and from the procedures it calls. Compare the database"
                            + " with its backup before you go on.")));
        }
    }

    private static String currentXid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
            row.next();
            return row.getString(1);
        }
    }
}
