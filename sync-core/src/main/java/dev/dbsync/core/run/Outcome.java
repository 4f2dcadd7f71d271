package dev.dbsync.core.run;

/** How a run ended, in the words of console, JSON and journal. */
public enum Outcome {
    PROMOTED,
    PULLED,
    RESTORED,
    /** The plan was empty. */
    NOTHING_TO_DO,
    /** There is something to do, and it was only planned. */
    DRY_RUN,
    /** A plan, a guard or a missing confirmation said no; nothing was changed. */
    REFUSED,
    FAILED,
    /** The reply to COMMIT was lost, and the server could not be asked. */
    UNKNOWN;

    /** Whether the build fails. */
    public boolean isFailure() {
        return this == REFUSED || this == FAILED || this == UNKNOWN;
    }
}
