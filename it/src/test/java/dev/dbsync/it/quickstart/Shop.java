package dev.dbsync.it.quickstart;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.maven.MavenSetup;
import dev.dbsync.it.maven.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A copy of the quickstart project whose environments are databases of the test server. */
public record Shop(
        Quickstart project,
        MavenSetup setup,
        PostgresServer server,
        Database dev,
        Database test,
        Database prod,
        Database local) {

    private static final String VERSION = "SELECT max(version::int) FROM flyway_schema_history WHERE success";

    /** Everything that a promotion could change, in one text. */
    private static final String STATE = """
            SELECT (SELECT string_agg(h::text, ';' ORDER BY installed_rank) FROM flyway_schema_history h),
                   (SELECT string_agg(f::text, ';' ORDER BY id) FROM fee_item f),
                   (SELECT string_agg(g::text, ';' ORDER BY code) FROM fee_group g),
                   (SELECT string_agg(e::text, ';' ORDER BY code) FROM email_template e),
                   (SELECT string_agg(attrelid::regclass || '.' || attname, ';' ORDER BY attrelid::regclass::text, attnum)
                    FROM pg_attribute a
                             JOIN pg_class c ON c.oid = a.attrelid
                    WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND c.relkind IN ('r', 'p', 'v'))
            """;

    /** Runs {@code mvn -B} in the project. */
    public MavenRun.Result maven(String... arguments) {
        return new MavenRun(setup, project.directory()).batch(arguments);
    }

    /** Runs {@code mvn} without a terminal on an input of these lines, which then ends. */
    public MavenRun.Result mavenReading(List<String> lines, String... arguments) {
        String input = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        return new MavenRun(setup, project.directory()).reading(input, arguments);
    }

    public RunReport report(String goal) {
        return RunReport.read(project.report(goal));
    }

    public String version(Database database) {
        return server.value(database, VERSION);
    }

    /** What a refused or failed promotion must leave as it was. */
    public String state(Database database) {
        return server.value(database, STATE);
    }

    /** Replaces a text of sync.yaml that is there. */
    public Shop edit(String from, String to) throws IOException {
        String yaml = Files.readString(yaml());
        if (!yaml.contains(from)) {
            throw new AssertionError("sync.yaml does not hold: " + from);
        }
        Files.writeString(yaml(), yaml.replace(from, to));
        return this;
    }

    public Path yaml() {
        return project.directory().resolve("sync.yaml");
    }

    void writeEnvironments() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line : Files.readAllLines(yaml())) {
            lines.append(withAddress(line)).append('\n');
        }
        Files.writeString(yaml(), lines);
    }

    /** An environment's line in sync.yaml, as far as its address. */
    public static String address(String name, Database database) {
        StringBuilder line = new StringBuilder("  " + name + ": { url: \""
                + database.url().jdbcUrl() + "\", user: \""
                + database.url().user().orElseThrow() + "\"");
        database.url()
                .password()
                .ifPresent(password ->
                        line.append(", password: \"").append(password).append('"'));
        return line.append(" }").toString();
    }

    private String withAddress(String line) {
        for (Database database : List.of(dev, test, prod, local)) {
            if (line.startsWith("  " + database.environment() + ":") && line.contains("url: embedded")) {
                return address(database.environment(), database);
            }
        }
        return line;
    }
}
