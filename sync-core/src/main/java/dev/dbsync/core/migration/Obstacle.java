package dev.dbsync.core.migration;

import java.util.Objects;

/**
 * Why a script cannot be one of many in a transaction.
 *
 * @param reason for people, as the part of a sentence behind "because"
 */
public record Obstacle(Kind kind, String reason) {

    /** What follows for whoever wants to run the script. */
    public enum Kind {
        /** Flyway cannot read it, so it cannot be run at all. */
        UNREADABLE,
        /** It holds what PostgreSQL refuses inside a transaction, or asks not to be run in one. */
        OUTSIDE_TRANSACTION,
        /** It begins or ends transactions by itself. */
        OWN_TRANSACTIONS
    }

    public Obstacle {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reason);
    }
}
