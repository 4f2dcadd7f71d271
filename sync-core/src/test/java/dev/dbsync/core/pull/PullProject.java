package dev.dbsync.core.pull;

import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.config.Credentials;
import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.EmbeddedServers;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.LocalMigration;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.snapshot.HeldSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A project whose pull goes from one database to another, for tests. */
final class PullProject {

    private static final String KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    final List<SyncEvent> events = new ArrayList<>();

    private final Path directory;
    private final Database prod;
    private final Database local;
    private String chain = "dev, prod";
    private String rules = "";
    private String anonymize = "";
    private String lookups = "";
    private String mode = System.getProperty("sync.test.pull.mode", "transaction");
    private String pull = "";
    private String more = "";
    private Optional<String> to = Optional.empty();
    private Optional<List<String>> tables = Optional.empty();
    private Optional<List<String>> exclude = Optional.empty();
    private Optional<String> answer = Optional.empty();
    private boolean resume;
    private boolean migrate;
    private Duration longHeld = HeldSnapshot.LONG;
    private Consumer<SyncEvent> onEvent = event -> {};

    PullProject(Path directory, Database prod, Database local) {
        this.directory = directory;
        this.prod = prod;
        this.local = local;
        write("sql/.keep", "");
    }

    PullProject chain(String names) {
        chain = names;
        return this;
    }

    /** {@code anonymize.tables}, as lines of YAML without indent. */
    PullProject rules(String yaml) {
        rules = "  tables:\n" + yaml.indent(4);
        return this;
    }

    /** More of {@code anonymize:}, as lines of YAML without indent. */
    PullProject anonymize(String yaml) {
        anonymize = yaml.indent(2);
        return this;
    }

    PullProject lookups(String... names) {
        lookups = String.join(", ", names);
        return this;
    }

    /** {@code pull.mode}; by default that of the system property {@code sync.test.pull.mode}, else one transaction. */
    PullProject mode(String word) {
        mode = word;
        return this;
    }

    PullProject resume(boolean yes) {
        resume = yes;
        return this;
    }

    PullProject rehearse(boolean yes) {
        migrate = yes;
        return this;
    }

    /** More of {@code pull:}, as a YAML flow mapping without its braces. */
    PullProject pull(String settings) {
        pull = ", " + settings;
        return this;
    }

    /** One more environment. */
    PullProject environment(String name, Database database, String... settings) {
        more += environment(name, database).stripTrailing().replaceFirst(" }$", "")
                + Stream.of(settings).map(setting -> ", " + setting).collect(Collectors.joining())
                + " }\n";
        return this;
    }

    PullProject to(String environment) {
        to = Optional.of(environment);
        return this;
    }

    PullProject tables(String... names) {
        tables = Optional.of(List.of(names));
        return this;
    }

    PullProject exclude(String... names) {
        exclude = Optional.of(List.of(names));
        return this;
    }

    PullProject answer(String confirm) {
        answer = Optional.of(confirm);
        return this;
    }

    PullProject onEvent(Consumer<SyncEvent> listener) {
        onEvent = listener;
        return this;
    }

    /** After what time the snapshot counts as held for long. */
    PullProject longHeld(Duration time) {
        longHeld = time;
        return this;
    }

    PullProject script(String name, String sql) {
        return write("sql/" + name, sql);
    }

    PullPlan plan() {
        try (Environments environments = environments()) {
            return planner(environments).plan(request());
        }
    }

    /** Plans, confirms and executes. */
    PullReport pull() {
        return execute(plan());
    }

    PullReport execute(PullPlan plan) {
        try (Environments environments = environments()) {
            return new PullExecution(config(), environments, checkout(), sink(), longHeld)
                    .execute(new Confirmation(answer, Optional.empty()).confirm(plan));
        }
    }

    /** As with {@code -Dsync.restoreIndexes}. */
    RestoreIndexesReport restoreIndexes() {
        try (Environments environments = environments()) {
            RestoreIndexes restore = new RestoreIndexes(config(), environments, sink());
            return restore.execute(Confirmation.none().confirm(restore.plan(new RestoreIndexesRequest(to, false))));
        }
    }

    /** Runs one script of the project there. */
    void migrate(Database database, String script) {
        run(database, Set.of(script));
    }

    /** Runs all scripts of the project there. */
    void migrate(Database database) {
        run(
                database,
                checkout().of(database).local().stream()
                        .map(LocalMigration::script)
                        .collect(Collectors.toSet()));
    }

    /** The project's scripts as that database would run them. */
    Migrations migrations(Database database) {
        return checkout().of(database);
    }

    private void run(Database database, Set<String> scripts) {
        Migrations migrations = checkout().of(database);
        try (OneTransaction transaction = OneTransaction.open(database, "test")) {
            migrations.migrate(transaction, scripts, EventSink.none());
            transaction.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private PullRequest request() {
        return new PullRequest(to, tables, exclude, false, resume, migrate);
    }

    private PullPlanner planner(Environments environments) {
        return new PullPlanner(config(), environments, variables(), checkout(), sink());
    }

    private EventSink sink() {
        return event -> {
            events.add(event);
            onEvent.accept(event);
        };
    }

    private Environments environments() {
        return new Environments(config(), variables(), Credentials.none(), new NoEmbeddedServers());
    }

    private Checkout checkout() {
        return new Checkout(config(), variables(), () -> null);
    }

    private static Variables variables() {
        return new Variables(name -> null, Map.of());
    }

    private SyncConfig config() {
        write("sync.yaml", """
                chain: [%s]
                flyway: { locations: ["filesystem:sql"] }
                environments:
                  dev: { url: "jdbc:postgresql://localhost:1/nowhere" }
                %s%s%spull: { from: prod, to: local, mode: %s%s }
                lookups: [%s]
                anonymize:
                  key: %s
                %s%s""".formatted(
                        chain,
                        environment("prod", prod),
                        environment("local", local),
                        more,
                        mode,
                        pull,
                        lookups,
                        KEY,
                        anonymize,
                        rules));
        return ConfigFile.read(directory.resolve("sync.yaml"), directory);
    }

    private static String environment(String name, Database database) {
        return "  %s: { url: \"%s\", user: \"%s\"%s }%n"
                .formatted(
                        name,
                        database.url().jdbcUrl(),
                        database.url().user().orElse(""),
                        database.url()
                                .password()
                                .map(secret -> ", password: \"" + secret + "\"")
                                .orElse(""));
    }

    private PullProject write(String path, String text) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class NoEmbeddedServers implements EmbeddedServers {

        @Override
        public DatabaseUrl start(String environment) {
            throw new AssertionError("no environment of this project is embedded");
        }

        @Override
        public void close() {}
    }
}
