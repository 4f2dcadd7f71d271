package dev.dbsync.core.swap;

import dev.dbsync.core.database.DatabaseIdentity;
import java.util.List;

/**
 * A swap that took place.
 *
 * @param identity of what has the target's name now
 * @param sessionsEnded how many sessions of others were ended for it
 * @param notices what a person should know: rights that could not be carried, an old database that is still there
 */
public record Swapped(DatabaseIdentity identity, int sessionsEnded, List<String> notices) {

    public Swapped {
        notices = List.copyOf(notices);
    }
}
