package dev.dbsync.core.pull;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.proof.ProofReport;
import java.util.ArrayList;
import java.util.List;

/** Something stands in the target that should have been masked, or a mask has not kept its promise. */
final class UnprovenException extends SyncException {

    private final transient ProofReport report;

    UnprovenException(ProofReport report, List<Problem> problems) {
        super(problems);
        this.report = report;
    }

    ProofReport report() {
        return report;
    }

    /** The same, with what became of the target. */
    UnprovenException with(ProofReport after, List<Problem> more) {
        List<Problem> all = new ArrayList<>(problems());
        all.addAll(more);
        UnprovenException told = new UnprovenException(after, all);
        told.setStackTrace(getStackTrace());
        return told;
    }
}
