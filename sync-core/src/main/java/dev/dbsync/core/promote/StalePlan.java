package dev.dbsync.core.promote;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** Refuses a plan that is no longer true, and says what has changed since it was made. */
final class StalePlan {

    private StalePlan() {}

    /** @throws RefusedException when the plan as made now is another one than was confirmed */
    static void refuse(PromotePlan confirmed, PromotePlan now) {
        if (!confirmed.id().equals(now.id())) {
            throw new RefusedException(new Problem(
                    "The plan is stale: " + difference(confirmed, now),
                    "plan " + confirmed.id() + ", now " + now.id(),
                    "Look at the new plan: " + confirmed.command() + " -Dsync.dryRun"));
        }
    }

    private static String difference(PromotePlan confirmed, PromotePlan now) {
        List<String> changes = new ArrayList<>();
        if (!confirmed.fromVersion().equals(now.fromVersion())) {
            changes.add(confirmed.target() + " is at version "
                    + now.fromVersion().orElse("none") + " now, and was at "
                    + confirmed.fromVersion().orElse("none"));
        }
        if (!confirmed.pending().equals(now.pending())) {
            changes.add("the pending scripts are others");
        }
        now.lookups().stream()
                .filter(diff -> !confirmed.lookups().contains(diff))
                .forEach(diff ->
                        changes.add("rows of lookup table " + diff.table().shown() + " have changed"));
        return changes.isEmpty()
                ? "the content of a script, a callback, the history or the configuration has changed"
                : String.join("; ", changes);
    }
}
