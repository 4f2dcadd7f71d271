package dev.dbsync.core.migration;

import java.io.Reader;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * An SQL callback for "something was applied", under a name by which Flyway runs it at the end, before the callbacks
 * that have a description and belong there.
 */
final class CallbackAtEnd extends LoadableResource {

    private final LoadableResource callback;

    CallbackAtEnd(LoadableResource callback) {
        this.callback = callback;
    }

    @Override
    public Reader read() {
        return callback.read();
    }

    @Override
    public String getAbsolutePath() {
        return callback.getAbsolutePath();
    }

    @Override
    public String getAbsolutePathOnDisk() {
        return callback.getAbsolutePathOnDisk();
    }

    @Override
    public String getFilename() {
        String behindEvent = callback.getFilename()
                .substring(Event.AFTER_MIGRATE_APPLIED.getId().length());
        String description = behindEvent.startsWith(".") ? "" : behindEvent.replaceFirst("^_+", "");
        String suffix = behindEvent.startsWith(".") ? behindEvent : "";
        // An exclamation mark sorts before letters and digits.
        return Event.AFTER_MIGRATE.getId() + "__!" + description + suffix;
    }

    @Override
    public String getRelativePath() {
        return callback.getRelativePath();
    }
}
