package dev.dbsync.core.pull;

import java.util.List;
import java.util.Optional;

/**
 * What a user asks of a pull.
 *
 * @param to the environment to fill; empty: {@code pull.to} of the configuration
 * @param tables instead of {@code pull.tables}; empty: as configured
 * @param exclude instead of {@code pull.exclude}; empty: as configured
 * @param dryRun whether to stop after the plan
 */
public record PullRequest(
        Optional<String> to, Optional<List<String>> tables, Optional<List<String>> exclude, boolean dryRun) {}
