package dev.dbsync.core.pull;

import java.util.Optional;

/**
 * What one COPY carries: a table, or a range of a big one's blocks.
 *
 * @param load the table and where its rows go
 * @param part which one of those that fill the same table of the target, from 0
 * @param parts how many COPYs fill that table together
 * @param blocks the range as a condition; empty for a whole table
 * @param largeRows whether it may hold rows that are large against the memory of the pull
 * @param weight how early it is begun, compared to others
 */
record LoadUnit(TargetFit.Load load, int part, int parts, Optional<String> blocks, boolean largeRows, long weight) {

    /** Whether nothing else fills the table of the target, so that it may be emptied in the COPY's own transaction. */
    boolean alone() {
        return parts == 1 && load.emptiesItselfOnly();
    }

    /** Whether others fill the same table, all of which were begun before. */
    boolean isLastOfSeveral() {
        return parts > 1 && part == parts - 1;
    }
}
