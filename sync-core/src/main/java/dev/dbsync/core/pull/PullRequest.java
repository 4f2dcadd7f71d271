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
 * @param resume whether to go on where an interrupted pull has stopped
 * @param migrate whether to run the checkout's own migrations on the rows afterwards
 */
public record PullRequest(
        Optional<String> to,
        Optional<List<String>> tables,
        Optional<List<String>> exclude,
        boolean dryRun,
        boolean resume,
        boolean migrate) {

    public PullRequest(
            Optional<String> to, Optional<List<String>> tables, Optional<List<String>> exclude, boolean dryRun) {
        this(to, tables, exclude, dryRun, false);
    }

    public PullRequest(
            Optional<String> to,
            Optional<List<String>> tables,
            Optional<List<String>> exclude,
            boolean dryRun,
            boolean resume) {
        this(to, tables, exclude, dryRun, resume, false);
    }

    /** As typed again, for the commands that are printed. */
    String options() {
        return tables.map(names -> " -Dsync.tables='" + String.join(",", names) + "'")
                        .orElse("")
                + exclude.map(names -> " -Dsync.exclude='" + String.join(",", names) + "'")
                        .orElse("")
                + (migrate ? " -Dsync.migrate" : "");
    }
}
