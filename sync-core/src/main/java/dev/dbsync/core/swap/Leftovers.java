package dev.dbsync.core.swap;

import java.util.Optional;

/**
 * What an interrupted swap has left beside a target; only what is known to be Sync's own.
 *
 * @param unfinished the name of a sibling that is not, or not yet wholly, filled: it can be continued
 *     ({@link DatabaseSwap#left}), and is dropped by {@link DatabaseSwap#create}
 * @param replaced the name of the database that was replaced and is still there: the next swap drops it
 */
public record Leftovers(Optional<String> unfinished, Optional<String> replaced) {

    public boolean isEmpty() {
        return unfinished.isEmpty() && replaced.isEmpty();
    }
}
