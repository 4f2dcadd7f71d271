package dev.dbsync.core.promote;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.lookup.LookupCounts;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Commits, and finds out what became of it when the reply is lost.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">pg_xact_status</a>
 */
final class CommitOutcome {

    private static final int QUESTIONS = 30;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database database;
    private final OneTransaction transaction;
    private final int questions;
    private final Duration pause;
    private Optional<PromoteResult> result = Optional.empty();

    CommitOutcome(Database database, OneTransaction transaction) {
        this(database, transaction, QUESTIONS, PAUSE);
    }

    /**
     * @param questions how often the server is asked what became of it
     * @param pause before asking again
     */
    CommitOutcome(Database database, OneTransaction transaction, int questions, Duration pause) {
        this.database = database;
        this.transaction = transaction;
        this.questions = questions;
        this.pause = pause;
    }

    /** @throws SQLException when the server itself said that it did not commit */
    PromoteResult commit(List<LookupCounts> lookups) throws SQLException {
        try {
            transaction.commit();
            result = Optional.of(new PromoteResult(Outcome.PROMOTED, lookups, Optional.empty()));
        } catch (SQLException e) {
            if (!replyIsLost(e)) {
                throw e;
            }
            result = Optional.of(asked(lookups, e));
        }
        return result.get();
    }

    /** What {@link #commit} returned; empty before that, and when it threw. */
    Optional<PromoteResult> result() {
        return result;
    }

    /** The link broke, or the server went down: PostgreSQL may or may not have committed before. */
    private static boolean replyIsLost(SQLException e) {
        return SqlProblem.state(e).startsWith("08") || SqlProblem.state(e).startsWith("57P");
    }

    private PromoteResult asked(List<LookupCounts> lookups, SQLException lost) throws SQLException {
        String status = status();
        return switch (status) {
            case "committed" -> new PromoteResult(Outcome.PROMOTED, lookups, Optional.empty());
            case "aborted" -> throw lost;
            default ->
                new PromoteResult(
                        Outcome.UNKNOWN,
                        lookups,
                        Optional.of(new Problem(
                                "The reply to COMMIT was lost, and the server could not be asked what became of it",
                                database.shown() + ", transaction " + transaction.xid(),
                                "When the server is back: SELECT pg_xact_status('" + transaction.xid() + "');\n"
                                        + "or: mvn sync:status")));
        };
    }

    /** What the server says of the transaction; {@code unknown} when it cannot be asked. */
    private String status() {
        for (int i = 0; i < questions; i++) {
            Optional<String> status = answer();
            if (status.isPresent()) {
                return status.get();
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return "unknown";
    }

    /** Empty while the server does not answer, or does not know yet. */
    private Optional<String> answer() {
        try (Connection connection = database.connect("promote outcome");
                PreparedStatement statement = connection.prepareStatement("SELECT pg_xact_status(?::xid8)")) {
            statement.setString(1, transaction.xid());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1)).filter(status -> !status.equals("in progress"));
            }
        } catch (SQLException | SyncException e) {
            // Not reachable yet, which is why we are here: the caller asks again, and says so when it gives up.
            return Optional.empty();
        }
    }
}
