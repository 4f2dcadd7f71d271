package dev.dbsync.core.backup;

import java.util.Optional;

/**
 * What is asked of {@code restore}.
 *
 * @param to the environment whose database is to be filled
 * @param backup a backup's name in the configured directory, or its path; empty: the newest one of {@code to}
 * @param dryRun stop after the plan
 * @param overwrite drop what the target holds, in the restore's own transaction; without it, a target that is not empty
 *     is refused
 */
public record RestoreRequest(String to, Optional<String> backup, boolean dryRun, boolean overwrite) {

    /** Into an empty database only. */
    public RestoreRequest(String to, Optional<String> backup, boolean dryRun) {
        this(to, backup, dryRun, false);
    }
}
