package dev.dbsync.core.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The root of every failure that Sync reports on purpose: one problem or several that a user can mend.
 *
 * <p>Anything else that is thrown out of Sync is a defect of Sync or of the machine.
 */
public class SyncException extends RuntimeException {

    private final List<Problem> problems;

    public SyncException(Problem problem) {
        this(List.of(problem), null);
    }

    public SyncException(Problem problem, Throwable cause) {
        this(List.of(problem), cause);
    }

    /**
     * @param problems at least one
     * @throws IllegalArgumentException when there is none
     */
    public SyncException(List<Problem> problems) {
        this(problems, null);
    }

    public SyncException(List<Problem> problems, Throwable cause) {
        super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")), cause);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an exception without a problem");
        }
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order in which a user should read them; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    /** The first problem, which stands for the failure in reports. */
    public Problem problem() {
        return problems.get(0);
    }
}
