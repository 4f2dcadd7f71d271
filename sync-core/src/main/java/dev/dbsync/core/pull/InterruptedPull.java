package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Says beside the reason what a load that did not come to its end has left, and how to go on. */
final class InterruptedPull {

    private InterruptedPull() {}

    /** @param target that was being filled: the target itself, or the new database beside it */
    static SyncException because(Exception reason, PullPlan plan, Database target) {
        SyncException known = reason instanceof SyncException already
                ? already
                : SqlProblem.of((SQLException) reason, "The pull failed", target.shown(), "");
        List<Problem> problems = new ArrayList<>(known.problems());
        problems.add(plan.filling().mode() == Mode.SWAP ? beside(plan, target) : inPlace(plan, target));
        return new SyncException(problems, reason);
    }

    private static Problem inPlace(PullPlan plan, Database target) {
        return new Problem(
                "Tables of " + plan.to() + " may be empty, half full or without their indexes and keys",
                target.shown(),
                "Go on where it stopped:\n  " + plan.command() + " -Dsync.resume\nor put the indexes and keys back and"
                        + " leave it at that:\n  " + plan.command() + " -Dsync.restoreIndexes");
    }

    private static Problem beside(PullPlan plan, Database target) {
        return new Problem(
                plan.to() + " is as it was; the new database beside it is not complete",
                target.shown(),
                "Go on where it stopped:\n  " + plan.command()
                        + " -Dsync.resume\nor pull anew, which drops it first:\n  " + plan.command());
    }
}
