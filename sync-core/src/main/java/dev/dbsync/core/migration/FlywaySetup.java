package dev.dbsync.core.migration;

import dev.dbsync.core.config.FlywaySettings;
import dev.dbsync.core.config.Template;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.logging.LogFactory;
import org.flywaydb.core.extensibility.ConfigurationExtension;
import org.flywaydb.core.internal.configuration.ConfigUtils;
import org.flywaydb.core.internal.plugin.PluginRegister;

/** Makes Flyway's configuration out of the settings of one environment. */
final class FlywaySetup {

    private static final String PREFIX = "flyway.";
    private static final String CALLBACKS = PREFIX + "callbacks";
    private static final String FILESYSTEM = "filesystem:";

    /** Settings of which Sync must have its own way, with the reason. */
    private static final Map<String, String> NOT_OURS = Map.of(
            "skipExecutingMigrations",
            "It would write history rows without running the scripts.",
            "postgresql.transactional.lock",
            "The promotion is one transaction and its lock must live as long.",
            "dryRunOutput",
            "Use -Dsync.dryRun.",
            "target",
            "The predecessor's history says what is run.",
            "cherryPick",
            "The predecessor's history says what is run.");

    private final Path baseDirectory;
    private final Variables variables;
    private final Supplier<ClassLoader> classpath;

    FlywaySetup(Path baseDirectory, Variables variables, Supplier<ClassLoader> classpath) {
        this.baseDirectory = baseDirectory;
        this.variables = variables;
        this.classpath = classpath;
    }

    /** @throws SyncException for settings that Flyway does not know, or that Sync cannot leave to the user */
    FluentConfiguration configuration(FlywaySettings settings) {
        refuse(settings);
        Map<String, String> properties = new HashMap<>();
        // A misspelt location would otherwise look like a checkout without migrations.
        properties.put(PREFIX + "failOnMissingLocations", "true");
        settings.properties().forEach((name, value) -> properties.put(PREFIX + name, variables.resolve(value)));
        for (String locations : List.of(PREFIX + "locations", PREFIX + "callbackLocations")) {
            properties.computeIfPresent(locations, (name, value) -> absolute(value));
        }
        LogFactory.setFallbackLogCreator(new SilentLog());
        try {
            ClassLoader loader = classLoader(properties);
            Callback[] callbacks = callbacks(properties.remove(CALLBACKS), loader);
            FluentConfiguration configuration = new FluentConfiguration(loader)
                    .configuration(properties)
                    .callbacks(callbacks)
                    .workingDirectory(baseDirectory.toAbsolutePath().toString())
                    // "console" stands for the fallback, which is silent: core has no console.
                    .loggers("console")
                    .cleanDisabled(true);
            LogFactory.setConfiguration(configuration);
            return configuration;
        } catch (FlywayException e) {
            throw new SyncException(
                    new Problem(
                            "Flyway does not accept its settings: " + FlywayFailure.firstLine(e),
                            where(settings),
                            "Correct them under 'flyway' in sync.yaml, or where flyway-maven-plugin is configured."),
                    e);
        }
    }

    /**
     * Loads callbacks in Java. Only the instances are passed on: names that a configuration holds are loaded again by
     * each copy of it, so that a copy without callbacks, or with others in their place, would run them all the same.
     */
    private static Callback[] callbacks(String names, ClassLoader loader) {
        return names == null
                ? new Callback[0]
                : new FluentConfiguration(loader)
                        .configuration(Map.of(CALLBACKS, names))
                        .getCallbacks();
    }

    private static void refuse(FlywaySettings settings) {
        Set<String> known = knownNames();
        List<Problem> problems = new ArrayList<>();
        settings.properties().forEach((name, value) -> {
            if (NOT_OURS.containsKey(name)) {
                problems.add(new Problem(
                        "'flyway." + name + "' cannot be set with Sync",
                        value.where(),
                        NOT_OURS.get(name) + " Remove it."));
            } else if (!known.contains(name) && !name.startsWith("placeholders.") && !isExtension(name)) {
                problems.add(new Problem(
                        "Flyway has no setting '" + name + "'", value.where(), NearestName.hint(name, known)));
            }
        });
        if (!problems.isEmpty()) {
            throw new SyncException(problems);
        }
    }

    /** Settings of Flyway's own plugins have a namespace, and are checked by Flyway. */
    private static boolean isExtension(String name) {
        return name.contains(".");
    }

    private static Set<String> knownNames() {
        Set<String> names = Arrays.stream(ConfigUtils.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(FlywaySetup::text)
                .filter(text -> text.startsWith(PREFIX) && !text.endsWith("."))
                .map(text -> text.substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        // Some of Flyway's own plugins have settings without a namespace, such as baselineMigrationPrefix.
        new PluginRegister()
                .getInstancesOf(ConfigurationExtension.class).stream()
                        .filter(extension -> extension.getNamespace().isEmpty())
                        .flatMap(extension -> Arrays.stream(extension.getClass().getDeclaredFields()))
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .map(Field::getName)
                        .forEach(names::add);
        return names;
    }

    private static String text(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a public constant of Flyway cannot be read", e);
        }
    }

    private String absolute(String locations) {
        return Arrays.stream(locations.split(","))
                .map(String::trim)
                .map(location -> location.startsWith(FILESYSTEM)
                        ? FILESYSTEM + absolutePath(location.substring(FILESYSTEM.length()))
                        : location)
                .collect(Collectors.joining(","));
    }

    private String absolutePath(String path) {
        // Not as a Path: the location may hold wildcards.
        File file = new File(path);
        return file.isAbsolute()
                ? path
                : new File(baseDirectory.toAbsolutePath().toFile(), path).getPath();
    }

    private ClassLoader classLoader(Map<String, String> properties) {
        boolean needed = usesClasspath(properties.getOrDefault(PREFIX + "locations", "classpath:db/migration"))
                || usesClasspath(properties.getOrDefault(PREFIX + "callbackLocations", ""))
                || properties.containsKey(CALLBACKS)
                || properties.containsKey(PREFIX + "resolvers");
        ClassLoader own = FlywaySetup.class.getClassLoader();
        if (!needed) {
            return own;
        }
        ClassLoader project = classpath.get();
        return project == null ? own : project;
    }

    private static boolean usesClasspath(String locations) {
        return Arrays.stream(locations.split(","))
                .map(String::trim)
                .anyMatch(location ->
                        !location.isEmpty() && (location.startsWith("classpath:") || !location.contains(":")));
    }

    private static String where(FlywaySettings settings) {
        return settings.properties().values().stream()
                .map(Template::where)
                .sorted()
                .findFirst()
                .orElse("Flyway's defaults");
    }
}
