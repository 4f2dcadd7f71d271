package dev.dbsync.core.migration;

import java.util.Optional;

/**
 * A reason why one environment cannot simply be brought to another's state.
 *
 * @param kind what it is
 * @param version empty for a repeatable migration
 * @param script as the history names it
 * @param detail what was found, in a sentence without its full stop
 * @param remedy what a user should do
 */
public record Divergence(Kind kind, Optional<String> version, String script, String detail, String remedy) {

    /** The kinds of divergence. */
    public enum Kind {
        /** A migration failed half-way in one of the two and was not repaired. */
        FAILED,
        /** The target has a migration that its source does not have. */
        TARGET_ONLY,
        /** Both have the migration, but not the same one. */
        CHECKSUM,
        /** A migration is missing below the target's version, and {@code flyway.outOfOrder} is not on. */
        OUT_OF_ORDER,
        /** The checkout does not hold a migration that is to be run. */
        LOCAL_MISSING,
        /** The checkout holds another content of a migration than the source ran. */
        LOCAL_DIFFERS
    }
}
