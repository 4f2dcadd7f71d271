package dev.dbsync.core.migration;

import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A project with migrations and a sync.yaml, for tests. */
public final class Project {

    private final Path directory;
    private String flyway = "locations: [\"filesystem:sql\"]";
    private String environments = "";
    private String lookups = "";
    private String anonymize = "";
    private ClassLoader classpath;

    public Project(Path directory) {
        this.directory = directory;
        write("sql/.keep", "");
    }

    /** What stands under {@code flyway:}, as a YAML flow mapping without its braces. */
    public Project flyway(String settings) {
        flyway = "locations: [\"filesystem:sql\"], " + settings;
        return this;
    }

    /** The same, without locations. */
    public Project flywayOnly(String settings) {
        flyway = settings;
        return this;
    }

    /** Flyway settings of one environment. */
    public Project flywayOf(String environment, String settings) {
        environments += "  " + environment + ": { url: \"jdbc:postgresql://localhost/unused\", flyway: { " + settings
                + " } }\n";
        return this;
    }

    /** An environment that is this database. */
    public Project environment(Database database) {
        environments +=
                "  " + database.environment() + ": { url: \"" + database.url().jdbcUrl() + "\", user: \""
                        + database.url().user().orElse("") + "\" }\n";
        return this;
    }

    /** An environment by its URL. */
    public Project environment(String name, String url) {
        environments += "  " + name + ": { url: \"" + url + "\" }\n";
        return this;
    }

    /** Lookup tables, comma-separated. */
    public Project lookups(String tables) {
        lookups = "lookups: [" + tables + "]\n";
        return this;
    }

    /** What stands under {@code anonymize:}, as a YAML flow mapping without its braces. */
    public Project anonymize(String settings) {
        anonymize = "anonymize: { " + settings + " }\n";
        return this;
    }

    public Project classpath(ClassLoader loader) {
        classpath = loader;
        return this;
    }

    public Project script(String name, String sql) {
        return write("sql/" + name, sql);
    }

    public Project write(String path, String text) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Project delete(String name) {
        try {
            Files.delete(directory.resolve("sql").resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SyncConfig config() {
        String environmentsSection = environments.isEmpty() ? "" : "environments:\n" + environments;
        write("sync.yaml", "flyway: { " + flyway + " }\n" + environmentsSection + lookups + anonymize);
        return ConfigFile.read(directory.resolve("sync.yaml"), directory);
    }

    public Checkout checkout() {
        return new Checkout(config(), variables(), () -> classpath);
    }

    public Variables variables() {
        return new Variables(name -> null, Map.of());
    }
}
