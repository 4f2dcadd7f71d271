package dev.dbsync.core.report;

import dev.dbsync.core.backup.BackupSpace;
import dev.dbsync.core.promote.PromoteReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
        json.put("segments", SegmentText.json(report.segments(), report.committed()));
        List<Map<String, Object>> lookups = new ArrayList<>();
        for (PromoteReport.LookupResult lookup : report.lookups()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("table", lookup.table());
            entry.put("inserted", lookup.inserted());
            entry.put("updated", lookup.updated());
            entry.put("deleted", lookup.deleted());
            if (report.lookupRows().containsKey(lookup.table())) {
                LookupRowsText.json(entry, report.lookupRows().get(lookup.table()));
            }
            lookups.add(entry);
        }
        json.put("lookups", lookups);
        json.put("destructive", DestructiveText.json(report.destructive()));
        json.put("backup", report.backup().map(PromoteJson::backup).orElse(null));
        json.put("backupSpace", report.space().map(PromoteJson::space).orElse(null));
        JsonText.tail(json, report);
        return JsonText.of(json);
    }

    static Map<String, Object> space(BackupSpace space) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", space.directory().toString());
        json.put("scope", space.scope().word());
        json.put("databaseBytes", space.databaseBytes());
        json.put("estimatedBytes", space.estimatedBytes());
        json.put("freeBytes", space.freeBytes());
        return json;
    }

    private static Map<String, Object> backup(PromoteReport.BackupTaken backup) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", backup.path().toString());
        json.put("engine", backup.engine());
        json.put("scope", backup.scope().word());
        json.put("bytes", backup.bytes());
        json.put("snapshot", backup.snapshot().toString());
        return json;
    }
}
