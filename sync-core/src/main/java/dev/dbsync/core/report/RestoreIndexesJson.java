package dev.dbsync.core.report;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Restored;
import dev.dbsync.core.pull.RestoreIndexesPlan;
import dev.dbsync.core.pull.RestoreIndexesReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pull-prod.json} of a run with {@code -Dsync.restoreIndexes}. */
public final class RestoreIndexesJson {

    private RestoreIndexesJson() {}

    public static String of(RestoreIndexesReport report) {
        Map<String, Object> json = JsonText.head(report);
        json.put("tables", List.of());
        json.put("verification", Map.of());
        json.put("restored", report.restored().map(RestoreIndexesJson::restored).orElse(null));
        json.put("plan", report.plan().map(RestoreIndexesJson::plan).orElse(null));
        JsonText.tail(json, report);
        return JsonText.of(json);
    }

    private static Map<String, Object> restored(Restored restored) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("objects", restored.back());
        json.put("emptied", names(restored.emptied()));
        json.put("complete", names(restored.complete()));
        json.put("condemned", names(restored.condemned()));
        json.put("unproved", names(restored.unproved()));
        return json;
    }

    private static Map<String, Object> plan(RestoreIndexesPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("confirmation", plan.confirmation().name());
        json.put("begun", plan.begun().map(Object::toString).orElse(null));
        json.put("aside", plan.aside());
        json.put("condemned", names(plan.condemned()));
        return json;
    }

    private static List<String> names(List<TableName> tables) {
        return tables.stream().map(TableName::shown).toList();
    }
}
