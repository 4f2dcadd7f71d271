package dev.dbsync.core.promote;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;

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
        String changed = String.join(", ", confirmed.parts().changedIn(now.parts())) + " changed since it was made";
        return confirmed.fromVersion().equals(now.fromVersion())
                ? changed
                : confirmed.target() + " is at version "
                        + now.fromVersion().orElse("none") + " now, and was at "
                        + confirmed.fromVersion().orElse("none") + "; " + changed;
    }
}
