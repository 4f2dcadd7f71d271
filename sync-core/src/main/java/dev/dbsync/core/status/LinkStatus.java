package dev.dbsync.core.status;

import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.problem.Problem;
import java.util.List;

/**
 * How an environment compares to its predecessor.
 *
 * @param from the predecessor
 * @param to the environment
 * @param verdict in a word
 * @param pending migrations that {@code from} has and {@code to} has not, in the order in which they would be run
 * @param divergences what stops a promotion
 * @param lookups lookup tables that differ
 * @param notices what is worth knowing and stops nothing
 * @param problems why the lookup tables cannot be compared; they stop a promotion as well
 */
public record LinkStatus(
        String from,
        String to,
        Verdict verdict,
        List<PendingMigration> pending,
        List<Divergence> divergences,
        List<LookupCount> lookups,
        List<String> notices,
        List<Problem> problems) {

    /** What a promotion would meet. */
    public enum Verdict {
        /** Nothing to do. */
        IN_SYNC,
        /** Something to do and nothing in the way. */
        BEHIND,
        /** Something in the way. */
        DIVERGED,
        /** One of the two could not be reached or read. */
        UNREACHABLE
    }

    /**
     * How many rows of a lookup table a promotion would change.
     *
     * @param table schema-qualified where the schema is not {@code public}
     * @param insert rows that only {@code from} has
     * @param update rows that both have, with different values
     * @param delete rows that only {@code to} has
     * @param estimate whether pending migrations may change the counts
     */
    public record LookupCount(String table, long insert, long update, long delete, boolean estimate) {}

    public LinkStatus {
        pending = List.copyOf(pending);
        divergences = List.copyOf(divergences);
        lookups = List.copyOf(lookups);
        notices = List.copyOf(notices);
        problems = List.copyOf(problems);
    }

    static LinkStatus unreachable(String from, String to) {
        return new LinkStatus(from, to, Verdict.UNREACHABLE, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
