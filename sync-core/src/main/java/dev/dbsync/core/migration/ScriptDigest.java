package dev.dbsync.core.migration;

import dev.dbsync.core.run.PartsDigest;
import dev.dbsync.core.script.LineEnds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
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
        digest.add("placeholders");
        new TreeMap<>(configuration.getPlaceholders()).forEach((name, value) -> {
            digest.add(name);
            digest.add(value);
        });
        digest.add("settings");
        settings().forEach(setting -> digest.add(String.valueOf(setting)));
        return digest.end();
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

    /** Of Flyway's, those that change what the same files do. */
    private List<Object> settings() {
        return Arrays.asList(
                configuration.getInitSql(),
                configuration.isPlaceholderReplacement(),
                configuration.getPlaceholderPrefix(),
                configuration.getPlaceholderSuffix(),
                configuration.getPlaceholderSeparator(),
                configuration.getScriptPlaceholderPrefix(),
                configuration.getScriptPlaceholderSuffix(),
                configuration.getEncoding(),
                configuration.getDefaultSchema(),
                Arrays.asList(configuration.getSchemas()),
                configuration.isCreateSchemas(),
                configuration.getTable(),
                configuration.getTablespace());
    }

    private void script(String script) {
        LoadableResource resource = scanner.getResource(script);
        if (resource != null) {
            resource(resource);
        } else {
            digest.add(script);
            classFile(script);
        }
    }

    private void resource(LoadableResource resource) {
        digest.add(resource.getRelativePath());
        digest.add(LineEnds.normalized(ScriptInspection.text(resource)));
        // Flyway's settings for this one script, such as executeInTransaction.
        LoadableResource settings = scanner.getResource(resource.getRelativePath() + ".conf");
        digest.add(settings == null ? "" : ScriptInspection.text(settings));
    }

    private void classFile(String name) {
        String path = name.replace('.', '/') + ".class";
        try (InputStream bytes = configuration.getClassLoader().getResourceAsStream(path)) {
            digest.add(bytes == null ? new byte[0] : bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
