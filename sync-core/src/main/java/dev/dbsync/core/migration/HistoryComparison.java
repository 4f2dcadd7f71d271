package dev.dbsync.core.migration;

import java.util.List;

/**
 * How a target's history compares to that of its source.
 *
 * @param pending what the source has and the target has not, in the order in which Flyway runs it
 * @param divergences what stops a promotion
 * @param notices what is worth knowing and stops nothing
 */
public record HistoryComparison(List<PendingMigration> pending, List<Divergence> divergences, List<String> notices) {

    public HistoryComparison {
        pending = List.copyOf(pending);
        divergences = List.copyOf(divergences);
        notices = List.copyOf(notices);
    }

    /** Whether there is nothing to do and nothing in the way. */
    public boolean inSync() {
        return pending.isEmpty() && divergences.isEmpty();
    }

    /** The scripts of {@link #pending()}. */
    public List<String> scripts() {
        return pending.stream().map(PendingMigration::script).toList();
    }
}
