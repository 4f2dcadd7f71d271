package dev.dbsync.core.backup;

import java.util.Optional;

/**
 * What is asked of {@code restore}.
 *
 * @param to the environment whose database is to be filled
 * @param backup a backup's name in the configured directory, or its path; empty: the newest one of {@code to}
 * @param dryRun stop after the plan
 */
public record RestoreRequest(String to, Optional<String> backup, boolean dryRun) {}
