package dev.dbsync.core.migration;

import java.io.File;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.flywaydb.core.api.ClassProvider;
import org.flywaydb.core.api.CoreLocationPrefix;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * Flyway's own scanner, showing only some of what it found.
 *
 * <p>Flyway's {@code target} cannot name a set of scripts: versions in gaps and all repeatables would still run. The
 * scanner's own resources are passed on because they know their location, without which absolute paths would be written
 * into the history.
 */
final class ScriptFilter implements ResourceProvider, ClassProvider<JavaMigration> {

    private final Scanner<JavaMigration> scanner;
    private final Predicate<LoadableResource> shown;
    private final Predicate<String> shownClass;
    private final UnaryOperator<LoadableResource> named;

    private ScriptFilter(
            Scanner<JavaMigration> scanner,
            Predicate<LoadableResource> shown,
            Predicate<String> shownClass,
            UnaryOperator<LoadableResource> named) {
        this.scanner = scanner;
        this.shown = shown;
        this.shownClass = shownClass;
        this.named = named;
    }

    /** All migrations and no callbacks. */
    static ScriptFilter migrations(Scanner<JavaMigration> scanner, Configuration configuration) {
        CallbackNames callbacks = new CallbackNames(configuration);
        return new ScriptFilter(
                scanner, resource -> !callbacks.isCallback(resource), name -> true, UnaryOperator.identity());
    }

    /** The named migrations, and the callbacks that belong to this position. */
    static ScriptFilter exactly(
            Set<String> scripts,
            SegmentPosition position,
            Scanner<JavaMigration> scanner,
            Configuration configuration) {
        Set<Event> hidden = position.hidden();
        CallbackNames callbacks = new CallbackNames(configuration);
        return new ScriptFilter(
                scanner,
                resource -> scripts.contains(resource.getRelativePath())
                        || callbacks
                                .event(resource)
                                .filter(event -> !hidden.contains(event))
                                .isPresent(),
                scripts::contains,
                resource -> position.raisesAppliedAtEnd()
                                && callbacks
                                        .event(resource)
                                        .filter(Event.AFTER_MIGRATE_APPLIED::equals)
                                        .isPresent()
                        ? new CallbackAtEnd(resource)
                        : resource);
    }

    /** The scripts that Flyway would run as callbacks. */
    static List<LoadableResource> callbacks(Scanner<JavaMigration> scanner, Configuration configuration) {
        if (configuration.isSkipDefaultCallbacks()) {
            return List.of();
        }
        return callbackProvider(scanner, configuration)
                .getResources("", configuration.getSqlMigrationSuffixes())
                .stream()
                .filter(new CallbackNames(configuration)::isCallback)
                .sorted()
                .toList();
    }

    /** Callbacks lie among the migrations, unless they have locations of their own; one that is not there is none. */
    private static ResourceProvider callbackProvider(Scanner<JavaMigration> scanner, Configuration configuration) {
        Location[] locations = Arrays.stream(configuration.getCallbackLocations())
                .filter(location ->
                        !CoreLocationPrefix.isFileSystem(location) || new File(location.getRootPath()).exists())
                .toArray(Location[]::new);
        return configuration.getCallbackLocations().length == 0
                ? scanner
                : new Scanner<>(JavaMigration.class, configuration, locations);
    }

    @Override
    public LoadableResource getResource(String name) {
        return scanner.getResource(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String... suffixes) {
        return scanner.getResources(prefix, suffixes).stream()
                .filter(shown)
                .map(named)
                .toList();
    }

    @Override
    public Collection<Class<? extends JavaMigration>> getClasses() {
        return scanner.getClasses().stream()
                .filter(type -> shownClass.test(type.getName()))
                .toList();
    }
}
