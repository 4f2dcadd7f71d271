package dev.dbsync.core.promote;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;

/** Somebody else holds Flyway's lock: as a rule for seconds only, so that another try may well pass. */
final class FlywayAtWorkException extends SyncException {

    private static final long serialVersionUID = 1L;

    FlywayAtWorkException(String where) {
        super(new Problem(
                "Flyway is at work in this database: an application is starting up, or somebody runs migrate",
                where,
                "Wait for it to end, then run the promotion again"));
    }
}
