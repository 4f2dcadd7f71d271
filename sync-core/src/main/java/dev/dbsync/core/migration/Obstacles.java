package dev.dbsync.core.migration;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Refuses scripts for what stands in their way; callbacks, which share the scripts' transactions, always. */
record Obstacles(CheckoutScan scan) {

    /** @throws RefusedException for scripts that are not in the checkout or cannot be read */
    void refuseUnreadable(Collection<String> scripts) {
        refuse(scripts, obstacle -> obstacle.kind() == Obstacle.Kind.UNREADABLE);
    }

    /** @throws RefusedException also for scripts that cannot be one of many in a transaction */
    void refuseAny(Collection<String> scripts) {
        refuse(scripts, obstacle -> true);
    }

    private void refuse(Collection<String> scripts, Predicate<Obstacle> refused) {
        List<String> known = scan.local().stream().map(LocalMigration::script).toList();
        List<Problem> problems = new ArrayList<>();
        scripts.stream()
                .filter(script -> !known.contains(script))
                .sorted()
                .map(script -> new Problem(
                        "The script is not in the checkout",
                        script,
                        "Check out the branch that holds it, or correct flyway.locations."))
                .forEach(problems::add);
        scan.local().stream()
                .filter(migration -> scripts.contains(migration.script()))
                .forEach(migration -> migration
                        .obstacle()
                        .filter(refused)
                        .ifPresent(why -> problems.add(obstacle("script", migration.script(), why))));
        scan.callbackObstacles().forEach((callback, why) -> problems.add(obstacle("callback", callback, why)));
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
    }

    private static Problem obstacle(String kind, String script, Obstacle why) {
        if (why.kind() == Obstacle.Kind.UNREADABLE) {
            return new Problem(
                    "The " + kind + " cannot be run. " + why.reason(),
                    script,
                    "Mend it, or the section flyway of sync.yaml: placeholders take their values from"
                            + " flyway.placeholders.");
        }
        return new Problem(
                "The " + kind + " cannot be run in one transaction with others: " + why.reason(),
                script,
                "Take that statement out of it. What PostgreSQL cannot run in a transaction has to be run by Flyway"
                        + " itself, before or after the promotion.");
    }
}
