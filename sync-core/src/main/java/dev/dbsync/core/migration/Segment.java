package dev.dbsync.core.migration;

import java.util.List;
import java.util.Objects;

/**
 * A part of a promotion that is committed as one: scripts that share a transaction, or a script that has to be run by
 * itself.
 *
 * @param scripts in the order in which they run; exactly one unless the kind is {@link Kind#ONE_TRANSACTION}, and none
 *     where such a segment is there for what is done beside the scripts
 * @param reason why it is not part of the segment before it, or why its script is by itself; empty where nothing is to
 *     be said
 */
public record Segment(Kind kind, List<PendingMigration> scripts, String reason) {

    /** How a segment is run. */
    public enum Kind {
        /** All of its scripts, with their history rows, in one transaction. */
        ONE_TRANSACTION,
        /** Statement by statement, since PostgreSQL refuses one of them inside a transaction. */
        OUTSIDE_TRANSACTION,
        /** In the transactions that the script itself begins and ends. */
        OWN_TRANSACTIONS
    }

    public Segment {
        Objects.requireNonNull(kind);
        scripts = List.copyOf(scripts);
        Objects.requireNonNull(reason);
    }

    /** Whether all of it happens or nothing. */
    public boolean isAtomic() {
        return kind == Kind.ONE_TRANSACTION;
    }

    /** The scripts by name. */
    public List<String> names() {
        return scripts.stream().map(PendingMigration::script).toList();
    }
}
