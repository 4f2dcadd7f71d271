package dev.dbsync.core.migration;

import dev.dbsync.core.run.PartsDigest;
import dev.dbsync.core.script.LineEnds;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.scanner.Scanner;

/** Digests all that decides what running a set of scripts does. */
final class ScriptDigest {

    private final FluentConfiguration configuration;
    private final Scanner<JavaMigration> scanner;
    private final PartsDigest digest = new PartsDigest();

    ScriptDigest(FluentConfiguration configuration, Scanner<JavaMigration> scanner) {
        this.configuration = configuration;
        this.scanner = scanner;
    }

    byte[] of(Collection<String> scripts) {
        new TreeSet<>(scripts).forEach(this::script);
        digest.add("callbacks");
        ScriptFilter.callbacks(scanner, configuration).forEach(this::resource);
        digest.add("code");
        code();
        digest.add("placeholders");
        placeholders();
        digest.add("settings");
        settings();
        return digest.end();
    }

    private void code() {
        Stream.<Object>concat(Arrays.stream(configuration.getCallbacks()), Arrays.stream(configuration.getResolvers()))
                .forEach(code -> classFiles(code.getClass().getName()));
    }

    private void placeholders() {
        new TreeMap<>(configuration.getPlaceholders()).forEach((name, value) -> {
            digest.add(name);
            digest.add(value);
        });
    }

    private void settings() {
        EffectiveSettings.of(configuration).forEach(setting -> digest.add(String.valueOf(setting)));
    }

    /** Of what all scripts have in common: callbacks, placeholders and settings, each with its name. */
    static Map<String, byte[]> shared(FluentConfiguration configuration, Scanner<JavaMigration> scanner) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        // Several locations may each have one of a name.
        Map<String, List<LoadableResource>> callbacks = ScriptFilter.callbacks(scanner, configuration).stream()
                .collect(Collectors.groupingBy(
                        LoadableResource::getRelativePath, LinkedHashMap::new, Collectors.toList()));
        callbacks.forEach((name, all) ->
                parts.put("callback " + name, alone(configuration, scanner, digest -> all.forEach(digest::resource))));
        parts.put("callbacks and resolvers in Java", alone(configuration, scanner, ScriptDigest::code));
        parts.put("placeholders of Flyway", alone(configuration, scanner, ScriptDigest::placeholders));
        parts.put("settings of Flyway", alone(configuration, scanner, ScriptDigest::settings));
        return parts;
    }

    private static byte[] alone(
            FluentConfiguration configuration, Scanner<JavaMigration> scanner, Consumer<ScriptDigest> part) {
        ScriptDigest digest = new ScriptDigest(configuration, scanner);
        part.accept(digest);
        return digest.digest.end();
    }

    /** Of a single script and nothing else: its content, its own settings, and the placeholders that it names. */
    byte[] ofAlone(String script) {
        script(script);
        LoadableResource resource = scanner.getResource(script);
        String text = resource == null ? "" : ScriptInspection.text(resource).toLowerCase(Locale.ROOT);
        new TreeMap<>(configuration.getPlaceholders()).forEach((name, value) -> {
            if (resource == null || text.contains(name.toLowerCase(Locale.ROOT))) {
                digest.add(name);
                digest.add(value);
            }
        });
        return digest.end();
    }

    private void script(String script) {
        LoadableResource resource = scanner.getResource(script);
        if (resource != null) {
            resource(resource);
        } else {
            classFiles(script);
        }
    }

    private void resource(LoadableResource resource) {
        digest.add(resource.getRelativePath());
        digest.add(LineEnds.normalized(ScriptInspection.text(resource)));
        // Flyway's settings for this one script, such as executeInTransaction.
        LoadableResource settings = scanner.getResource(resource.getRelativePath() + ".conf");
        digest.add(settings == null ? "" : ScriptInspection.text(settings));
    }

    /** Also where nobody has a checksum: Flyway has none of most migrations in Java. */
    private void classFiles(String name) {
        digest.add(name);
        ClassFiles.of(name, configuration.getClassLoader()).forEach((file, bytes) -> {
            digest.add(file);
            digest.add(bytes);
        });
    }
}
