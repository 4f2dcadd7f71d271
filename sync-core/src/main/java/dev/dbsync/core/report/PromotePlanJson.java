package dev.dbsync.core.report;

import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.promote.PromotePlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** {@code promote-plan.json}: what a promotion would do. What one did is in {@code promote.json}. */
final class PromotePlanJson {

    private PromotePlanJson() {}

    static String of(PromotePlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("goal", plan.goal());
        json.put("from", plan.from().orElse(null));
        json.put("to", plan.target());
        json.put(LastPlan.PLAN_ID, plan.id().value());
        json.put("address", plan.address());
        json.put("protected", plan.isProtected());
        json.put("hasWork", plan.hasWork());
        json.put("fromVersion", plan.fromVersion().orElse(null));
        json.put("toVersion", plan.toVersion().orElse(null));
        json.put(
                "migrations",
                plan.segments().stream().flatMap(PromotePlanJson::migrations).toList());
        json.put("segments", SegmentText.json(plan.segments(), 0));
        json.put("interrupted", plan.interrupted().map(Interruption::shown).orElse(null));
        json.put(
                "lookups",
                plan.lookups().stream().map(diff -> lookup(diff, plan)).toList());
        json.put("destructive", DestructiveText.json(plan.destructive()));
        json.put("locks", plan.locks().map(LocksText::json).orElse(null));
        json.put("backupSpace", plan.backup().map(PromoteJson::space).orElse(null));
        json.put("before", plan.before());
        json.put("after", plan.after());
        json.put("notices", plan.notices());
        json.put(LastPlan.PARTS, plan.parts().shortened().digests());
        json.put("command", plan.hasWork() ? plan.confirmedCommand() : null);
        json.put("rollback", RollbackText.json(plan.rollback()));
        return JsonText.of(json);
    }

    private static Stream<Map<String, Object>> migrations(Segment segment) {
        return segment.scripts().stream().map(script -> migration(script, segment.isAtomic()));
    }

    private static Map<String, Object> migration(PendingMigration migration, boolean atomic) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", migration.version().orElse(null));
        json.put("script", migration.script());
        json.put("description", migration.description());
        json.put("atomic", atomic);
        return json;
    }

    private static Map<String, Object> lookup(LookupDiff diff, PromotePlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", diff.table().shown());
        json.put("insert", diff.insert());
        json.put("update", diff.update());
        json.put("delete", diff.delete());
        json.put("estimate", diff.estimate());
        if (plan.lookupRows().containsKey(diff.table())) {
            LookupRowsText.json(json, plan.lookupRows().get(diff.table()));
        }
        return json;
    }
}
