package dev.dbsync.core.report;

import dev.dbsync.core.backup.BackupSpace;
import dev.dbsync.core.promote.PromoteReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code promote.json}. */
public final class PromoteJson {

    private PromoteJson() {}

    public static String of(PromoteReport report) {
        Map<String, Object> json = JsonText.head(report);
        List<Map<String, Object>> migrations = new ArrayList<>();
        for (PromoteReport.MigrationResult migration : report.migrations()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("version", migration.version());
            entry.put("script", migration.script());
            entry.put("atomic", migration.atomic());
            migrations.add(entry);
        }
        json.put("migrations", migrations);
        json.put("lookups", report.lookups());
        json.put("backup", report.backup().map(PromoteJson::backup).orElse(null));
        json.put("backupSpace", report.space().map(PromoteJson::space).orElse(null));
        JsonText.tail(json, report);
        return JsonText.of(json);
    }

    static Map<String, Object> space(BackupSpace space) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", space.directory().toString());
        json.put("scope", space.scope().name().toLowerCase(Locale.ROOT));
        json.put("databaseBytes", space.databaseBytes());
        json.put("estimatedBytes", space.estimatedBytes());
        json.put("freeBytes", space.freeBytes());
        return json;
    }

    private static Map<String, Object> backup(PromoteReport.BackupTaken backup) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", backup.path().toString());
        json.put("engine", backup.engine());
        json.put("scope", backup.scope().name().toLowerCase(Locale.ROOT));
        json.put("bytes", backup.bytes());
        json.put("snapshot", backup.snapshot().toString());
        return json;
    }
}
