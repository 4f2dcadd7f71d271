package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says what to do where a limit of time has ended a statement. Whoever failed by it, in whatever corner of a pull, knew
 * nothing of the limit: its problem holds the server's SQLSTATE, and no remedy.
 */
final class LimitRemedies {

    private static final String CANCELLED = "SQLSTATE 57014";
    private static final String NO_LOCK = "SQLSTATE 55P03";

    private final PullConfig config;

    LimitRemedies(PullConfig config) {
        this.config = config;
    }

    /** Does something whose failures are told with their remedies. */
    <T> T during(Supplier<T> work) {
        try {
            return work.get();
        } catch (SyncException e) {
            List<Problem> problems = of(e.problems());
            if (problems.equals(e.problems())) {
                throw e;
            }
            throw e instanceof RefusedException ? new RefusedException(problems) : new SyncException(problems, e);
        }
    }

    /** The same problems, each of these with its remedy. */
    List<Problem> of(List<Problem> problems) {
        // Our own cancelling is no limit: whoever has interrupted the pull knows why.
        boolean cancelledHere = Thread.currentThread().isInterrupted();
        return problems.stream()
                .map(problem -> problem.remedy().isEmpty()
                        ? new Problem(problem.what(), problem.where(), remedy(problem.what(), cancelledHere))
                        : problem)
                .toList();
    }

    private String remedy(String what, boolean cancelledHere) {
        if (what.contains(NO_LOCK)) {
            return "Somebody has a table in use: end the application or session that does, and run it again";
        }
        return what.contains(CANCELLED) && !cancelledHere ? cancelled() : "";
    }

    /** The server says whether it was the limit in its own language only. */
    private String cancelled() {
        String byHand = "somebody has cancelled the statement on the server: run it again";
        Optional<Duration> limit = config.statementTimeout();
        return limit.map(time -> "No statement may run on " + config.from() + " for longer than pull.statementTimeout ("
                        + shown(time) + "): raise it, or leave it out. Where it was not that long, " + byHand)
                .orElse("pull.statementTimeout is not set, so " + byHand);
    }

    private static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
