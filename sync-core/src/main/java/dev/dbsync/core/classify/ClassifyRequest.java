package dev.dbsync.core.classify;

import java.util.Optional;

/**
 * What is asked of a classification.
 *
 * @param from the environment whose columns are looked at; empty: {@code pull.from}
 * @param dryRun whether the file stays as it is
 */
public record ClassifyRequest(Optional<String> from, boolean dryRun) {}
