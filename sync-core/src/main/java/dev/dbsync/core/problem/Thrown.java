package dev.dbsync.core.problem;

/** What may be said of an exception that nobody expected. */
public final class Thrown {

    private Thrown() {}

    /** Its class and where it was thrown, and not its message: that may quote a row's value or a secret. */
    public static String shown(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
