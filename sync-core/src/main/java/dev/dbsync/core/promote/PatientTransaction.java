package dev.dbsync.core.promote;

import dev.dbsync.core.config.PromoteConfig;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs a whole transaction again when it met a lock: it never queues in front of production's traffic.
 *
 * @see <a href="https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT">lock_timeout</a>
 */
final class PatientTransaction {

    /** lock_not_available and deadlock_detected: another try may well pass. */
    private static final Set<String> WORTH_ANOTHER_TRY = Set.of("55P03", "40P01");

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final PromoteConfig patience;
    private final String target;
    private final EventSink events;

    PatientTransaction(PromoteConfig patience, String target, EventSink events) {
        this.patience = patience;
        this.target = target;
        this.events = events;
    }

    /** A transaction from its beginning to its end; leaves nothing behind when it throws. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws SQLException;
    }

    /** @throws SyncException when it fails for another reason, or has failed for locks as often as is allowed */
    <T> T run(Attempt<T> attempt) {
        for (int number = 1; ; number++) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (!isWorthAnotherTry(e)) {
                    String remedy = SqlProblem.state(e).equals("53100") ? ". " + SqlProblem.DISK_FULL : "";
                    throw SqlProblem.of(e, "The promotion's transaction failed", target, "It was rolled back" + remedy);
                }
                giveUpOrPause(number, e);
            } catch (FlywayAtWorkException e) {
                if (number >= patience.attempts()) {
                    throw e;
                }
                pauseBeforeNext(number);
            } catch (SyncException e) {
                if (!isWorthAnotherTry(e)) {
                    throw e;
                }
                giveUpOrPause(number, e);
            }
        }
    }

    private void giveUpOrPause(int number, Exception reason) {
        if (number >= patience.attempts()) {
            throw new SyncException(
                    new Problem(
                            "A lock could not be had within "
                                    + patience.lockTimeout().toMillis() + " ms, in " + number + " attempt(s)",
                            target,
                            "See who holds it: SELECT * FROM pg_stat_activity WHERE state = 'idle in transaction'.\n"
                                    + "Run the promotion again when that session is done, or raise"
                                    + " promote.lockTimeout or promote.attempts"),
                    reason);
        }
        pauseBeforeNext(number);
    }

    private void pauseBeforeNext(int number) {
        events.notice("A lock was held by another session; rolled back, trying again (attempt " + (number + 1) + " of "
                + patience.attempts() + ")");
        pause(number);
    }

    private static void pause(int number) {
        long ceiling = Math.min(FIRST_PAUSE.toMillis() << Math.min(number - 1, 10), LONGEST_PAUSE.toMillis());
        try {
            // Jitter, so that two who met once do not meet again at the same moment.
            Thread.sleep(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(new Problem("Interrupted while waiting for a lock", "", "Run it again"), e);
        }
    }

    private static boolean isWorthAnotherTry(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && WORTH_ANOTHER_TRY.contains(SqlProblem.state(sql))) {
                return true;
            }
        }
        return false;
    }
}
