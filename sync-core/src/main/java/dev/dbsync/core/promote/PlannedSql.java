package dev.dbsync.core.promote;

import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All SQL that a promotion runs in its target: hooks, Flyway's callbacks, scripts. */
final class PlannedSql {

    private PlannedSql() {}

    /** Read, each once, in the order in which they run; callbacks, which run in between, before the scripts. */
    static List<Script> of(PromotePlan plan, PromoteHooks hooks, Migrations migrations) {
        List<Script> all = new ArrayList<>();
        all.addAll(migrations.parsed(migrations.sqlFiles().sql(hooks.before())));
        if (plan.runsFlyway()) {
            all.addAll(migrations.parsed(migrations.callbackSql()));
            all.addAll(migrations.scripts(plan.names()));
        }
        all.addAll(migrations.parsed(migrations.sqlFiles().sql(hooks.after())));
        return List.copyOf(all);
    }

    /**
     * The same by transaction; what runs around the scripts counts with the first. Scripts that are run by themselves
     * hold no lock until a commit of ours.
     */
    static List<List<Script>> byTransaction(PromotePlan plan, List<Script> all) {
        Set<String> pending = Set.copyOf(plan.names());
        List<List<Script>> transactions = new ArrayList<>();
        for (Segment segment : plan.segments()) {
            boolean first = segment == plan.segments().get(0);
            if (segment.isAtomic()) {
                transactions.add(all.stream()
                        .filter(script ->
                                segment.names().contains(script.name()) || first && !pending.contains(script.name()))
                        .toList());
            }
        }
        return transactions;
    }

    /**
     * What of it has run when the last of several segments begins. Flyway's callbacks for the end of a run belong to
     * that one.
     *
     * @param pending the scripts of the segments before it
     */
    static List<Script> beforeTheLastSegment(List<String> pending, PromoteHooks hooks, Migrations migrations) {
        List<Script> all = new ArrayList<>();
        all.addAll(migrations.parsed(migrations.sqlFiles().sql(hooks.before())));
        migrations.parsed(migrations.callbackSql()).stream()
                .filter(callback -> !runsAtTheEnd(callback.name()))
                .forEach(all::add);
        all.addAll(migrations.scripts(pending));
        return List.copyOf(all);
    }

    private static boolean runsAtTheEnd(String callback) {
        String file = callback.substring(callback.lastIndexOf('/') + 1);
        return file.startsWith("afterMigrate") || file.startsWith("afterVersioned");
    }
}
