package dev.dbsync.core.masking;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;

/** A strategy has thrown over a value, which is nothing that the value or its table could be blamed for. */
public final class FailedMaskException extends SyncException {

    FailedMaskException(Problem problem) {
        super(problem);
    }
}
