package dev.dbsync.core.report;

import dev.dbsync.core.backup.BackupSummary;
import dev.dbsync.core.backup.RestoreReport;
import dev.dbsync.core.database.TableName;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code restore.json}. */
public final class RestoreJson {

    private RestoreJson() {}

    public static String of(RestoreReport report) {
        Map<String, Object> json = JsonText.head(report);
        json.put("backup", report.backup().map(RestoreJson::backup).orElse(null));
        json.put("dropped", report.loss().orElse(null));
        json.put("warnings", report.warnings());
        JsonText.tail(json, report);
        return JsonText.of(json);
    }

    private static Map<String, Object> backup(BackupSummary backup) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", backup.path().toString());
        json.put("engine", backup.engine());
        json.put("environment", backup.environment());
        json.put("server", backup.server());
        json.put("snapshot", backup.snapshot().toString());
        json.put("planId", backup.planId());
        json.put("scope", backup.scope());
        json.put("rowsOf", backup.rowsOf().stream().map(TableName::toString).toList());
        json.put("bytes", backup.bytes());
        json.put("tables", backup.tables().isPresent() ? backup.tables().getAsInt() : null);
        json.put("rows", backup.rows().isPresent() ? backup.rows().getAsLong() : null);
        return json;
    }
}
