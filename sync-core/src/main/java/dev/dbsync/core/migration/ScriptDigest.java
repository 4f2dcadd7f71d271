package dev.dbsync.core.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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
    private final MessageDigest digest;

    ScriptDigest(FluentConfiguration configuration, Scanner<JavaMigration> scanner) {
        this.configuration = configuration;
        this.scanner = scanner;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    byte[] of(Collection<String> scripts) {
        new TreeSet<>(scripts).forEach(this::script);
        add("callbacks");
        ScriptFilter.callbacks(scanner, configuration).forEach(this::resource);
        add("placeholders");
        new TreeMap<>(configuration.getPlaceholders()).forEach((name, value) -> {
            add(name);
            add(value);
        });
        add("settings");
        settings().forEach(setting -> add(String.valueOf(setting)));
        return digest.digest();
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
            add(script);
            classFile(script);
        }
    }

    private void resource(LoadableResource resource) {
        add(resource.getRelativePath());
        add(ScriptInspection.text(resource));
        // Flyway's settings for this one script, such as executeInTransaction.
        LoadableResource settings = scanner.getResource(resource.getRelativePath() + ".conf");
        add(settings == null ? "" : ScriptInspection.text(settings));
    }

    private void classFile(String name) {
        String path = name.replace('.', '/') + ".class";
        try (InputStream bytes = configuration.getClassLoader().getResourceAsStream(path)) {
            add(bytes == null ? new byte[0] : bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Length first, so that no two lists of parts run together into the same bytes. */
    private void add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
