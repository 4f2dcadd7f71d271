package dev.dbsync.core.promote;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.script.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Refuses losses of data that were none when the plan was shown: what scripts drop is judged by the tables that the
 * target has, and that these are others makes no other plan id.
 */
final class UnlistedLosses {

    private UnlistedLosses() {}

    /**
     * @param target as the scripts will find it
     * @param catalog of it, as of now
     * @throws RefusedException when they lose more than the plan says
     */
    static void refuse(PromotePlan plan, PromoteHooks hooks, Migrations migrations, Connection target, Catalog catalog)
            throws SQLException {
        List<Script> scripts = PlannedSql.of(plan, hooks, migrations);
        if (scripts.isEmpty()) {
            return;
        }
        Set<String> listed = losses(plan.destructive());
        Set<String> unlisted =
                losses(DestructiveChanges.of(plan, scripts, catalog, target, migrations.defaultSchema()));
        unlisted.removeAll(listed);
        if (!unlisted.isEmpty()) {
            throw new RefusedException(new Problem(
                    "The plan is stale: " + plan.target() + " has changed, and what the promotion runs loses more data"
                            + " of it than the plan says",
                    String.join("\n", unlisted),
                    "Look at the new plan: " + plan.command() + " -Dsync.dryRun"));
        }
    }

    private static Set<String> losses(List<DestructiveChange> changes) {
        return changes.stream()
                .filter(DestructiveChange::losesData)
                .map(DestructiveChange::shown)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
