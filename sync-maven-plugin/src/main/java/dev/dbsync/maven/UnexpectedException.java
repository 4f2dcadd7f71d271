package dev.dbsync.maven;

/**
 * What was thrown and where, and by what in turn, without what it said: nobody knows whether that quotes a row's value
 * or a secret, and Maven prints it.
 */
final class UnexpectedException extends Exception {

    private static final long serialVersionUID = 1;

    UnexpectedException(Throwable thrown) {
        super(shown(thrown), thrown.getCause() == null ? null : new UnexpectedException(thrown.getCause()));
        setStackTrace(thrown.getStackTrace());
    }

    private static String shown(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
