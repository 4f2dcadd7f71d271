package dev.dbsync.core.pull;

import java.util.List;
import java.util.Optional;

/**
 * What a preview of the masks is asked for.
 *
 * @param tables names and patterns that take the place of {@code pull.tables}
 * @param exclude names and patterns that take the place of {@code pull.exclude}
 */
public record PreviewRequest(Optional<List<String>> tables, Optional<List<String>> exclude) {

    /** The pull that would copy the same rows. */
    PullRequest pull() {
        return new PullRequest(Optional.empty(), tables, exclude, true, false, false);
    }
}
