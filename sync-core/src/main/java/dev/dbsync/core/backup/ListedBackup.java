package dev.dbsync.core.backup;

import dev.dbsync.core.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What stands in the directory of backups under a backup's name.
 *
 * @param path its directory
 * @param environment the one it was taken from; where only the name tells, as names of files have it
 * @param condition what it is good for
 * @param snapshot the moment whose state it holds, by the server's clock; where only the name tells, to the second
 * @param bytes on disk
 * @param summary what its manifest says; empty where there is none that is whole
 * @param readBack when it was read back whole, by the clock of the machine that took it; empty where that is not on
 *     record
 * @param isVerified whether it was read again for this list, and was as it was written
 * @param problem what is wrong with it; empty for a complete one
 */
public record ListedBackup(
        Path path,
        String environment,
        Condition condition,
        Instant snapshot,
        long bytes,
        Optional<BackupSummary> summary,
        Optional<Instant> readBack,
        boolean isVerified,
        Optional<Problem> problem) {

    /** What a backup is good for. */
    public enum Condition {
        /** It was finished, and nothing is known against it. */
        COMPLETE,
        /** Something of it is missing or not as it was written; it cannot be restored. */
        DAMAGED,
        /** It is being written, or the run that wrote it was killed. */
        UNFINISHED
    }

    /** Its name in the directory of backups, as {@code -Dsync.backup} takes it. */
    public String name() {
        return path.getFileName().toString();
    }
}
