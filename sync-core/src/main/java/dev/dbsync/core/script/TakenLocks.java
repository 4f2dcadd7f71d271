package dev.dbsync.core.script;

import java.util.List;

/**
 * The locks that a script takes, as far as its text tells.
 *
 * <p>Not seen, since only the catalog knows them: what triggers and rules reach, and the tables behind views.
 *
 * @param taken on relations that it names, in order; every statement's own
 * @param made how many locks more there are about, on what the script makes (tables, their TOAST tables, indexes and
 *     sequences, copies of rewritten tables) and on other objects that it drops or comments on
 * @param unknown why there may be others, each with its line; empty when there are none
 */
public record TakenLocks(List<TakenLock> taken, int made, List<String> unknown) {

    public TakenLocks {
        taken = List.copyOf(taken);
        unknown = List.copyOf(unknown);
    }
}
