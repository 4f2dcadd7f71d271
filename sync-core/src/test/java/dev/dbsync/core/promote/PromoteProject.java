package dev.dbsync.core.promote;

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
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.testing.FullUrl;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A project with a chain of three databases, each empty at first. */
final class PromoteProject {

    final Database dev;
    final Database test;
    final Database prod;
    final List<SyncEvent> heard = new ArrayList<>();

    private final Path directory;
    private final PostgresServer server;
    private UnaryOperator<Database> devLink = UnaryOperator.identity();
    private UnaryOperator<Database> testLink = UnaryOperator.identity();
    private Map<String, String> environment = Map.of();
    private String flyway = "";
    private String rest = "";
    private String configFile = "sync.yaml";

    PromoteProject(Path directory, PostgresServer server) {
        this(directory, server, server.createDatabase("dev"), server.createDatabase("test"));
    }

    /** With databases that another project has filled. */
    PromoteProject(Path directory, PostgresServer server, Database dev, Database test) {
        this(directory, server, dev, test, server.createDatabase("prod", true));
    }

    private PromoteProject(Path directory, PostgresServer server, Database dev, Database test, Database prod) {
        this.directory = directory;
        this.server = server;
        this.dev = dev;
        this.test = test;
        this.prod = prod;
    }

    /**
     * The same scripts and settings, with copies of the databases: for a class that promotes once what each of its
     * tests begins with. Backups and journal are not copied.
     */
    PromoteProject copyIn(Path other) {
        PromoteProject copy = new PromoteProject(
                other,
                server,
                server.copyOf(dev, "dev"),
                server.copyOf(test, "test"),
                server.as(server.copyOf(prod, "prod"), "prod", true));
        copy.flyway = flyway;
        copy.rest = rest;
        try (Stream<Path> scripts = Files.list(directory.resolve("sql"))) {
            for (Path script : scripts.toList()) {
                copy.script(script.getFileName().toString(), Files.readString(script));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    PromoteProject script(String name, String sql) {
        try {
            Path file = directory.resolve("sql").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, sql);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** More of sync.yaml: top-level sections. */
    PromoteProject with(String yaml) {
        rest += yaml;
        return this;
    }

    /** Instead of what {@link #with} has added. */
    PromoteProject withOnly(String yaml) {
        rest = yaml;
        return this;
    }

    /** More of sync.yaml's {@code flyway:}, instead of what was said before: a line. */
    PromoteProject flyway(String yaml) {
        flyway = yaml;
        return this;
    }

    /** Where the configuration is read from, instead of sync.yaml. */
    PromoteProject configuredIn(String file) {
        configFile = file;
        return this;
    }

    /** How test is reached from now on: over a link that can be cut, or as another user. */
    PromoteProject reachTest(UnaryOperator<Database> link) {
        testLink = link;
        return this;
    }

    /** How dev is reached from now on, likewise. */
    PromoteProject reachDev(UnaryOperator<Database> link) {
        devLink = link;
        return this;
    }

    /** A variable of the process that promotes; there are no others. */
    PromoteProject variable(String name, String value) {
        environment = Map.of(name, value);
        return this;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    PromotePlan plan(String to) {
        return plan(new PromoteRequest(to, true));
    }

    PromotePlan plan(PromoteRequest request) {
        return planner().plan(request);
    }

    PromoteReport execute(PromotePlan plan) {
        return execute(plan, event -> {});
    }

    /** @param also hears what happens, while it happens */
    PromoteReport execute(PromotePlan plan, EventSink also) {
        EventSink events = event -> {
            heard.add(event);
            also.accept(event);
        };
        PromotePlanner planner = new PromotePlanner(config(), environments(), checkout(), variables(), events);
        return new PromoteExecution(config(), environments(), checkout(), planner, events)
                .execute(Confirmation.answered(plan.id().value()).confirm(plan));
    }

    PromoteReport promote(String to) {
        return execute(plan(to));
    }

    /** All that a promotion must not change when it fails. */
    List<String> state(Database database) {
        List<String> state = new ArrayList<>(server.query(database, """
                SELECT n.nspname, c.relname, c.relkind
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                ORDER BY 1, 2
                """));
        for (String table : server.query(
                database, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")) {
            state.addAll(server.query(database, "SELECT t::text FROM public." + table + " t ORDER BY 1"));
        }
        return state;
    }

    private PromotePlanner planner() {
        return new PromotePlanner(config(), environments(), checkout(), variables(), heard::add);
    }

    private SyncConfig config() {
        try {
            Path named = directory.resolve(configFile);
            Files.createDirectories(named.getParent());
            Path file = Files.writeString(named, """
                    environments:
                      dev: { url: "%s" }
                      test: { url: "%s" }
                      prod: { url: "%s" }
                      local: { url: "postgresql://127.0.0.1:1/nowhere" }
                    flyway:
                      locations: ["filesystem:sql"]
                      %s
                    %s
                    """.formatted(
                    FullUrl.of(devLink.apply(dev)), FullUrl.of(testLink.apply(test)), FullUrl.of(prod), flyway, rest));
            return ConfigFile.read(file, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Environments environments() {
        return new Environments(config(), variables(), Credentials.none(), new EmbeddedServers() {
            @Override
            public DatabaseUrl start(String environment) {
                throw new IllegalStateException("no embedded server in this test");
            }

            @Override
            public void close() {}
        });
    }

    Checkout checkout() {
        return new Checkout(config(), variables(), getClass()::getClassLoader);
    }

    private Variables variables() {
        return new Variables(environment::get, Map.of());
    }
}
