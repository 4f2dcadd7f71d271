package dev.dbsync.core.report;

import dev.dbsync.core.backup.BackupSummary;
import dev.dbsync.core.backup.BackupsReport;
import dev.dbsync.core.backup.ListedBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code backups.json}. */
public final class BackupsJson {

    private BackupsJson() {}

    public static String of(BackupsReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("goal", BackupsReport.GOAL);
        json.put("directory", report.directory().toString());
        json.put("verified", report.verified());
        json.put(
                "backups",
                report.backups().stream()
                        .map(backup -> backup(backup, report.at()))
                        .toList());
        return JsonText.of(json);
    }

    private static Map<String, Object> backup(ListedBackup backup, Instant at) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", backup.name());
        json.put("path", backup.path().toString());
        json.put("environment", backup.environment());
        json.put("condition", backup.condition().name());
        json.put("snapshot", backup.snapshot().toString());
        json.put("ageSeconds", Duration.between(backup.snapshot(), at).toSeconds());
        json.put("bytes", backup.bytes());
        json.put("engine", backup.summary().map(BackupSummary::engine).orElse(null));
        json.put("scope", backup.summary().map(BackupSummary::scope).orElse(null));
        json.put("planId", backup.summary().map(BackupSummary::planId).orElse(null));
        json.put("server", backup.summary().map(BackupSummary::server).orElse(null));
        json.put("readBack", backup.readBack().map(Instant::toString).orElse(null));
        json.put("verified", backup.isVerified());
        json.put("problem", backup.problem().orElse(null));
        return json;
    }
}
