package dev.dbsync.core.migration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * Those callback scripts that Flyway runs when it migrates: not those of its other commands, nor those for errors,
 * whose work is rolled back with all else.
 *
 * @see <a href="https://documentation.red-gate.com/flyway/reference/callback-events">Callback events</a>
 */
final class MigrateCallbacks {

    /** When one runs, seen from the scripts. */
    enum Time {
        BEFORE(
                Event.BEFORE_CONNECT,
                Event.AFTER_CONNECT,
                Event.BEFORE_CREATE_SCHEMA,
                Event.CREATE_SCHEMA,
                Event.BEFORE_BASELINE,
                Event.AFTER_BASELINE,
                Event.BEFORE_MIGRATE),
        EACH(
                Event.BEFORE_EACH_MIGRATE,
                Event.BEFORE_EACH_MIGRATE_STATEMENT,
                Event.AFTER_EACH_MIGRATE_STATEMENT,
                Event.AFTER_EACH_MIGRATE,
                Event.BEFORE_REPEATABLES),
        AFTER(
                Event.AFTER_VERSIONED,
                Event.AFTER_MIGRATE_APPLIED,
                Event.AFTER_MIGRATE,
                Event.AFTER_MIGRATE_OPERATION_FINISH);

        private final Set<Event> events;

        Time(Event... events) {
            this.events = Set.of(events);
        }
    }

    private MigrateCallbacks() {}

    /** In the order of their events. */
    static List<LoadableResource> of(Scanner<JavaMigration> scanner, Configuration configuration) {
        return Arrays.stream(Time.values())
                .flatMap(time -> of(scanner, configuration, time).stream())
                .toList();
    }

    /** Those of one time, likewise. */
    static List<LoadableResource> of(Scanner<JavaMigration> scanner, Configuration configuration, Time time) {
        CallbackNames names = new CallbackNames(configuration);
        Comparator<LoadableResource> byEvent =
                Comparator.comparing(script -> names.event(script).orElseThrow());
        return ScriptFilter.callbacks(scanner, configuration).stream()
                .filter(script -> time.events.contains(names.event(script).orElseThrow()))
                .sorted(byEvent)
                .toList();
    }
}
