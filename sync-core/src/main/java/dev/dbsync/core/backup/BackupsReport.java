package dev.dbsync.core.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The backups in the configured directory.
 *
 * @param directory absolute
 * @param at when it was looked at, by this machine's clock
 * @param verified whether every file was read again
 * @param backups by environment, newest first
 */
public record BackupsReport(Path directory, Instant at, boolean verified, List<ListedBackup> backups) {

    public static final String GOAL = "backups";

    public BackupsReport {
        backups = List.copyOf(backups);
    }

    /** Those that cannot be restored although they were finished. */
    public List<ListedBackup> damaged() {
        return backups.stream()
                .filter(backup -> backup.condition() == ListedBackup.Condition.DAMAGED)
                .toList();
    }
}
