package dev.dbsync.maven;

import dev.dbsync.core.problem.Thrown;

/**
 * What was thrown and where, and by what in turn, without what it said: nobody knows whether that quotes a row's value
 * or a secret, and Maven prints it.
 */
final class UnexpectedException extends Exception {

    private static final long serialVersionUID = 1;

    UnexpectedException(Throwable thrown) {
        super(Thrown.shown(thrown), thrown.getCause() == null ? null : new UnexpectedException(thrown.getCause()));
        setStackTrace(thrown.getStackTrace());
    }
}
