package dev.dbsync.core.promote;

import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All SQL that a promotion runs in its target: hooks, Flyway's callbacks, scripts. */
final class PlannedSql {

    private PlannedSql() {}

    /** Read, each once, in the order in which they run; callbacks, which run in between, before the scripts. */
    static List<Script> of(PromotePlan plan, PromoteHooks hooks, Migrations migrations) {
        List<Script> all = new ArrayList<>();
        add(all, migrations.sqlFiles().sql(hooks.before()));
        if (!plan.pending().isEmpty()) {
            add(all, migrations.callbackSql());
            all.addAll(migrations.scripts(plan.names()));
        }
        add(all, migrations.sqlFiles().sql(hooks.after()));
        return List.copyOf(all);
    }

    private static void add(List<Script> all, Map<String, String> sql) {
        sql.forEach((name, text) -> all.add(Script.parse(name, text)));
    }
}
