package dev.dbsync.core.migration;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;

/**
 * Which files Flyway takes for callbacks, by their names.
 *
 * <p>One is used for many files: Flyway's parser of names sorts all prefixes that there are when it is made.
 */
final class CallbackNames {

    private final ResourceNameParser names;

    /**
     * By file's name: Flyway asks for all files several times, and each has to be told from the prefixes of all events.
     */
    private final Map<String, Optional<Event>> events = new ConcurrentHashMap<>();

    CallbackNames(Configuration configuration) {
        this.names = new ResourceNameParser(configuration);
    }

    /** The event at which Flyway would run the script as a callback. */
    Optional<Event> event(LoadableResource resource) {
        return events.computeIfAbsent(resource.getFilename(), this::event);
    }

    private Optional<Event> event(String file) {
        ResourceName name = names.parse(file);
        return name.isValid() ? Optional.ofNullable(Event.fromId(name.getPrefix())) : Optional.empty();
    }

    boolean isCallback(LoadableResource resource) {
        return event(resource).isPresent();
    }
}
