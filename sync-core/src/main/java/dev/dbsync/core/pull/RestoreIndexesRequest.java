package dev.dbsync.core.pull;

import java.util.Optional;

/**
 * Asks that what an interrupted pull has set aside be put back.
 *
 * @param to the environment that was being filled; empty: {@code pull.to} of the configuration
 * @param dryRun whether to stop after the plan
 */
public record RestoreIndexesRequest(Optional<String> to, boolean dryRun) {}
