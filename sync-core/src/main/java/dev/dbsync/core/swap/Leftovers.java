package dev.dbsync.core.swap;

import java.util.Optional;

/**
 * What an interrupted swap has left beside a target; only what is known to be Sync's own.
 *
 * @param unfinished the name of a sibling that has not taken the target's place: it can be continued
 *     ({@link DatabaseSwap#left}), and is dropped by {@link DatabaseSwap#create}
 * @param filledBy what that was {@link DatabaseSwap#filled filled} by; empty where there is none, or it is not wholly
 *     so
 * @param replaced the name of the database that was replaced and is still there: the next swap drops it
 */
public record Leftovers(Optional<String> unfinished, Optional<String> filledBy, Optional<String> replaced) {

    public boolean isEmpty() {
        return unfinished.isEmpty() && replaced.isEmpty();
    }
}
