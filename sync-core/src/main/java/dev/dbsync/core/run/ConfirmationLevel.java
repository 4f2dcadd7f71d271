package dev.dbsync.core.run;

/** How much has to be said before a plan may run. */
public enum ConfirmationLevel {
    /** The plan may run as it is. */
    NONE,
    /** {@code yes} at a terminal; unattended, {@code yes} or the plan id. */
    YES,
    /** {@code yes} and then {@code SYNC TO PRODUCTION} at a terminal; unattended, nothing but the plan id. */
    PROTECTED
}
