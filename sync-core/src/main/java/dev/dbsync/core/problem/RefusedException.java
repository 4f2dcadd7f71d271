package dev.dbsync.core.problem;

import java.util.List;

/** Sync declined to start: a plan, a guard or a missing confirmation said no, and nothing was changed. */
public final class RefusedException extends SyncException {

    public RefusedException(Problem problem) {
        super(problem);
    }

    public RefusedException(List<Problem> problems) {
        super(problems);
    }
}
