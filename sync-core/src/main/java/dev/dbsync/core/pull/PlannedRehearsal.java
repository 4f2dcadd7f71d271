package dev.dbsync.core.pull;

import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.PlanId;
import java.util.List;

/**
 * The scripts that the checkout has beyond the source, and which are to be run on the rows that were pulled.
 *
 * @param asked whether they are to be run at all
 * @param scripts in the order in which they will be run
 */
record PlannedRehearsal(boolean asked, List<String> scripts, byte[] digest) {

    private static final PlannedRehearsal NONE = new PlannedRehearsal(false, List.of(), new byte[0]);

    /**
     * @param target the checkout's migrations as the target would run them
     * @throws RefusedException when the checkout does not continue the source's history: better now than after the load
     */
    static PlannedRehearsal of(PullRequest request, String from, Migrations target, History sourceHistory) {
        if (!request.migrate()) {
            return NONE;
        }
        if (!sourceHistory.exists()) {
            throw new RefusedException(new Problem(
                    from + " has no Flyway history, so it is unknown which migrations are pending on its rows",
                    "-Dsync.migrate",
                    "Leave out -Dsync.migrate"));
        }
        HistoryComparison comparison = target.compareToCheckout(sourceHistory);
        List<Problem> problems = comparison.divergences().stream()
                .map(divergence -> new Problem(
                        divergence.kind() + ": " + divergence.detail(),
                        from + ": " + divergence.script(),
                        divergence.remedy()))
                .toList();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        target.verifyRunnable(comparison.scripts());
        return new PlannedRehearsal(true, comparison.scripts(), target.digest(comparison.scripts()));
    }

    /** For the plan; empty where nothing was asked. */
    List<String> notices(String from) {
        if (!asked) {
            return List.of();
        }
        return List.of(
                scripts.isEmpty()
                        ? "the checkout has no migration beyond " + from + ": there is nothing to rehearse"
                        : "then the checkout's migrations beyond " + from + " are run on the rows, and timed: "
                                + String.join(", ", scripts));
    }

    void addTo(PlanId.Builder id) {
        if (asked) {
            id.part("rehearsal", digest);
        }
    }
}
