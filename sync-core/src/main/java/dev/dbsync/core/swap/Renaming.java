package dev.dbsync.core.swap;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.LostReply;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TransactionFate;
import dev.dbsync.core.database.WrittenTransaction;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one transaction in which the new database gets all that the cluster's catalog says of the old one, and then its
 * name.
 *
 * <p>Where the reply to COMMIT is lost, the server is asked what became of it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-alterdatabase.html">ALTER DATABASE</a>
 */
final class Renaming {

    /** Each waits five seconds for sessions to go. */
    private static final int ATTEMPTS = 3;

    /** The backend whose client is gone may be about to commit. */
    private static final LostReply OUTCOME = new LostReply(100, Duration.ofMillis(100));

    private static final String IN_USE = "55006";

    private final Database target;
    private final SwapNames names;
    private final Maintenance maintenance;
    private final List<DatabaseSetting> given;
    private int sessionsEnded;

    /** @param given the settings that the new database got when it was made */
    Renaming(Database target, SwapNames names, Maintenance maintenance, List<DatabaseSetting> given) {
        this.target = target;
        this.names = names;
        this.maintenance = maintenance;
        this.given = given;
    }

    /** How many sessions of others were ended for it. */
    int sessionsEnded() {
        return sessionsEnded;
    }

    /** @throws SyncException when the two have not been renamed, or when that cannot be known */
    void run() {
        SQLException refusal = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Doorkeeper doorkeeper =
                    Doorkeeper.start(maintenance.another("swap sessions"), List.of(names.target(), names.fresh()));
            try (doorkeeper) {
                if (renamed()) {
                    return;
                }
            } catch (SQLException e) {
                if (!SqlProblem.state(e).equals(IN_USE)) {
                    throw SqlProblem.of(
                            e,
                            "The new database could not take its place, and nothing was changed",
                            target.shown(),
                            "");
                }
                refusal = e;
            } finally {
                sessionsEnded += doorkeeper.ended();
            }
            if (doorkeeper.failure() != null) {
                refusal.addSuppressed(doorkeeper.failure());
            }
        }
        throw stillInUse(refusal);
    }

    /** @return true; where it was not done, there is an exception that says why */
    private boolean renamed() throws SQLException {
        Connection session = maintenance.session();
        WrittenTransaction transaction = null;
        try {
            session.setAutoCommit(false);
            transaction = WrittenTransaction.of(session);
            carry(session);
            rename(session);
            session.commit();
            session.setAutoCommit(true);
            return true;
        } catch (SQLException e) {
            if (!LostReply.is(e)) {
                undo(session);
            } else if (transaction != null && isCommitted(transaction, e)) {
                return true;
            }
            throw e;
        } catch (SyncException e) {
            undo(session);
            throw e;
        }
    }

    private static void undo(Connection session) throws SQLException {
        session.rollback();
        session.setAutoCommit(true);
    }

    private void carry(Connection session) throws SQLException {
        DatabaseProperties old = properties(session, names.target());
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            String fresh = Sql.identifier(names.fresh());
            statement.execute("ALTER DATABASE " + fresh + " OWNER TO " + Sql.identifier(old.owner()));
            statement.execute("ALTER DATABASE " + fresh + " CONNECTION LIMIT " + old.connectionLimit());
            DatabaseGrant.carry(session, names.target(), properties(session, names.fresh()));
            DatabaseSetting.carry(session, names.target(), names.fresh(), made(session));
            statement.execute("COMMENT ON DATABASE " + fresh + " IS "
                    + (old.comment() == null ? "NULL" : Sql.literal(old.comment())));
            statement.execute("COMMENT ON DATABASE " + Sql.identifier(names.target()) + " IS "
                    + Sql.literal(DatabaseProperties.replacedComment(names.target())));
        }
    }

    /** What the new database has now and was not given when it was made. */
    private List<DatabaseSetting> made(Connection session) throws SQLException {
        return DatabaseSetting.of(session, names.fresh()).stream()
                .filter(setting -> !given.contains(setting))
                .toList();
    }

    private void rename(Connection session) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            rename(statement, names.target(), names.replaced());
            rename(statement, names.fresh(), names.target());
        }
    }

    private static void rename(Statement statement, String from, String to) throws SQLException {
        statement.execute("ALTER DATABASE " + Sql.identifier(from) + " RENAME TO " + Sql.identifier(to));
    }

    private DatabaseProperties properties(Connection session, String name) throws SQLException {
        return DatabaseProperties.read(session, name)
                .orElseThrow(() -> new SyncException(new Problem(
                        "The database " + name + " is gone", target.shown(), "Run the same command again")));
    }

    private boolean isCommitted(WrittenTransaction transaction, SQLException lost) {
        try {
            maintenance.reopen();
            TransactionFate fate = OUTCOME.ask(() -> transaction.fate(maintenance.session()));
            if (fate != TransactionFate.UNKNOWN) {
                return fate == TransactionFate.COMMITTED;
            }
        } catch (SyncException | SQLException e) {
            lost.addSuppressed(e);
        }
        throw new SyncException(
                new Problem(
                        "The connection was lost while the databases were renamed: under the name " + names.target()
                                + " there is either the new one or the old one, whole",
                        target.shown(),
                        "Run the same command again: it finds out, and goes on"),
                lost);
    }

    private SyncException stillInUse(SQLException refusal) {
        String who;
        try {
            who = OtherSessions.in(maintenance.session(), names.target()).groups().stream()
                    .map(TargetSessions.Group::shown)
                    .collect(Collectors.joining(", "));
        } catch (SQLException e) {
            refusal.addSuppressed(e);
            who = "";
        }
        return new SyncException(
                new Problem(
                        "The database cannot be replaced while it is in use, and nothing was changed"
                                + (who.isEmpty() ? "" : ": " + who),
                        target.shown(),
                        "End these sessions, or the applications that they are of, and run it again with -Dsync.resume."
                                + " Or use pull.mode: in-place"),
                refusal);
    }
}
