package dev.dbsync.core.migration;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/**
 * Keeps Flyway quiet. What it does is told by events; what the server says to a script may hold values of rows, and a
 * failure comes as an exception.
 */
final class SilentLog implements LogCreator, Log {

    @Override
    public Log createLogger(Class<?> type) {
        return this;
    }

    @Override
    public void debug(String message) {
        // Told by events.
    }

    @Override
    public void info(String message) {
        // Told by events.
    }

    @Override
    public void warn(String message) {
        // Told by events, and by the comparison's notices.
    }

    @Override
    public void error(String message) {
        // Comes as an exception.
    }

    @Override
    public void error(String message, Exception e) {
        // Comes as an exception.
    }

    @Override
    public void notice(String message) {
        // Told by events.
    }
}
