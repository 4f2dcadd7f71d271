package dev.dbsync.core.database;

import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Finds out what became of a COMMIT whose reply is lost: the link broke, or the server went down, and PostgreSQL may or
 * may not have committed before.
 */
public final class LostReply {

    private static final int QUESTIONS = 30;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final int questions;
    private final Duration pause;

    /** As patient as a server needs that is started again. */
    public LostReply() {
        this(QUESTIONS, PAUSE);
    }

    /**
     * @param questions how often the server is asked
     * @param pause before asking again
     */
    public LostReply(int questions, Duration pause) {
        this.questions = questions;
        this.pause = pause;
    }

    /** A commit. */
    @FunctionalInterface
    public interface Commit {
        void run() throws SQLException;
    }

    /** Asks a server what became of a transaction. */
    @FunctionalInterface
    public interface Question {
        TransactionFate ask() throws SQLException;
    }

    /** Whether it is a failure by which no answer comes back, rather than an answer. */
    public static boolean is(SQLException e) {
        return SqlProblem.state(e).startsWith("08") || SqlProblem.state(e).startsWith("57P");
    }

    /**
     * Commits, and asks where the reply is lost.
     *
     * @return COMMITTED, or UNKNOWN where the server could not be asked
     * @throws SQLException when it was not committed
     */
    public TransactionFate commit(Commit commit, Question question) throws SQLException {
        try {
            commit.run();
            return TransactionFate.COMMITTED;
        } catch (SQLException e) {
            TransactionFate fate = is(e) ? ask(question) : TransactionFate.ABORTED;
            if (fate == TransactionFate.ABORTED) {
                throw e;
            }
            return fate;
        }
    }

    /** @return COMMITTED, ABORTED, or UNKNOWN where it was asked in vain */
    public TransactionFate ask(Question question) {
        for (int i = 0; i < questions; i++) {
            TransactionFate fate = answer(question);
            if (fate != TransactionFate.IN_PROGRESS) {
                return fate;
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return TransactionFate.UNKNOWN;
    }

    private static TransactionFate answer(Question question) {
        try {
            return question.ask();
        } catch (SQLException | SyncException e) {
            // Not reachable yet, which is why we are here: the caller asks again, and says so when it gives up.
            return TransactionFate.IN_PROGRESS;
        }
    }
}
