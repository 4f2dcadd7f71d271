package dev.dbsync.core.report;

import dev.dbsync.core.backup.BackupSummary;
import dev.dbsync.core.backup.BackupsReport;
import dev.dbsync.core.backup.ByteCount;
import dev.dbsync.core.backup.ListedBackup;
import java.time.Duration;

/** The list of backups, for a person to read. */
public final class BackupsText {

    private BackupsText() {}

    /** The list, several lines; what is wrong with one stands below all of them. */
    public static String of(BackupsReport report) {
        if (report.backups().isEmpty()) {
            return "No backups in " + report.directory() + "\n";
        }
        TextTable table =
                new TextTable("  ", "environment-snapshot-plan", "age", "size", "engine", "scope", "read back whole");
        StringBuilder problems = new StringBuilder();
        for (ListedBackup backup : report.backups()) {
            table.row(
                    backup.name(),
                    age(Duration.between(backup.snapshot(), report.at())),
                    ByteCount.shown(backup.bytes()),
                    backup.summary().map(BackupSummary::engine).orElse("?"),
                    backup.summary().map(BackupSummary::scope).orElse("?"),
                    readBack(backup, report));
            backup.problem()
                    .ifPresent(problem -> problems.append(problem.text()).append('\n'));
        }
        return "Backups in " + report.directory() + "\n" + table.text() + problems;
    }

    private static String readBack(ListedBackup backup, BackupsReport report) {
        return switch (backup.condition()) {
            case DAMAGED -> "DAMAGED";
            case UNFINISHED -> "UNFINISHED";
            case COMPLETE ->
                backup.isVerified()
                        ? "now, " + report.at()
                        : backup.readBack().map(Object::toString).orElse("not on record");
        };
    }

    /** In its largest unit, rounded down; the server's clock may be ahead of this machine's. */
    private static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        return Math.max(0, age.toMinutes()) + " min";
    }
}
