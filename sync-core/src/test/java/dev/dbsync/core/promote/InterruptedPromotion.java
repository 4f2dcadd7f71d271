package dev.dbsync.core.promote;

import static dev.dbsync.core.testing.DatabaseState.difference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.Sync;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.status.StatusReport;
import dev.dbsync.core.status.StatusRequest;
import dev.dbsync.core.testing.DatabaseState;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.PromotePlace;
import dev.dbsync.core.testing.Sessions;
import dev.dbsync.core.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A promotion to a test environment that has rows of its own, which meets a fault at one place, is judged by what it
 * then says and by what the target then is, and is run again.
 */
final class InterruptedPromotion implements AutoCloseable {

    /** What befalls a promotion. */
    enum Fault {
        /** The process, by kill −9. */
        KILLED,
        /** All its sessions on the target, by pg_terminate_backend. */
        TERMINATED,
        /** The link to the target. */
        CUT,
        /** All its sessions on the source. */
        SOURCE_TERMINATED,
        /** The link to the source. */
        SOURCE_CUT
    }

    private static final String FIRST = "V3__born.sql";
    private static final String LAST = "R__adult.sql";
    private static final String LOOKUPS = "lookups: [fee_group, fee_item, country]\n";

    private static final String CUSTOMER = """
            CREATE SEQUENCE ticket;
            CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL, ticket bigint);
            CREATE INDEX customer_name ON customer (name);
            """;

    private static final String FEE = """
            CREATE TABLE fee_group (code text PRIMARY KEY, title text NOT NULL);
            CREATE TABLE fee_item (
                id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                grp   text NOT NULL REFERENCES fee_group,
                cents int  NOT NULL);
            CREATE TABLE country (iso text PRIMARY KEY, name text NOT NULL);
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PostgresServer server;
    private final Path directory;
    private final PromoteProject project;
    private final DatabaseState state;
    private final TcpProxy toSource;
    private final TcpProxy toTarget;
    private final List<String> promoted;
    private final List<String> before;

    private InterruptedPromotion(Start start, Path directory, String yaml) {
        server = start.server;
        this.directory = directory;
        state = start.state;
        promoted = start.promoted;
        project = new PromoteProject(
                directory, server, server.copyOf(start.dev, "dev"), server.copyOf(start.test, "test"));
        start.scripts(project).with(yaml);
        before = state.exact(project.test);
        toSource = new TcpProxy(project.dev);
        toTarget = new TcpProxy(project.test);
        project.reachDev(toSource::through).reachTest(toTarget::through);
    }

    /** The state from which each one starts, and that to which it must come; made once. */
    static final class Start {

        private final PostgresServer server;
        private final DatabaseState state;
        private final Database dev;
        private final Database test;
        private final List<String> promoted;

        Start(PostgresServer server, Path directory) {
            this.server = server;
            // A script's own nextval stays, whatever becomes of the script.
            state = new DatabaseState(server, "public.ticket");
            PromoteProject project = new PromoteProject(directory, server)
                    .script("V1__customer.sql", CUSTOMER)
                    .script("V2__fee.sql", FEE)
                    .with(LOOKUPS);
            dev = project.dev;
            test = project.test;
            project.promote("dev");
            fill("('basic', 'Basic'), ('old', 'Old')", "('basic', 100), ('old', 5)", "('DE', 'Germany')");
            project.promote("test");
            server.execute(
                    test,
                    "INSERT INTO customer SELECT i, 'customer ' || i, nextval('ticket') FROM generate_series(1, 200) i",
                    "CREATE SCHEMA other",
                    "CREATE TABLE other.kept AS SELECT generate_series(1, 10) AS id");
            scripts(project).promote("dev");
            fill(
                    "('basic', 'Basics'), ('new', 'New')",
                    "('basic', 110), ('new', 7), ('new', 8)",
                    "('DE', 'Germany'), ('CH', 'Switzerland')");
            Database reference = server.copyOf(test, "reference");
            project.reachTest(behind -> reference).promote("test");
            promoted = content(server, state, reference);
        }

        InterruptedPromotion in(Path directory, String yaml) {
            return new InterruptedPromotion(this, directory, LOOKUPS + yaml);
        }

        private PromoteProject scripts(PromoteProject project) {
            return project.script("V1__customer.sql", CUSTOMER)
                    .script("V2__fee.sql", FEE)
                    .script(FIRST, """
                        ALTER TABLE customer ADD COLUMN born date NOT NULL DEFAULT '2000-01-01';
                        UPDATE customer SET born = born + id::int, ticket = nextval('ticket');
                        """)
                    .script("V4__visit.sql", """
                        CREATE TABLE visit (
                            id       bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                            customer bigint NOT NULL REFERENCES customer DEFERRABLE INITIALLY DEFERRED);
                        INSERT INTO visit (customer) SELECT id FROM customer ORDER BY id;
                        DROP INDEX customer_name;
                        """)
                    .script(LAST, "CREATE OR REPLACE VIEW adult AS SELECT id FROM customer WHERE born < '2008-11-20';");
        }

        private void fill(String groups, String items, String countries) {
            server.execute(
                    dev,
                    "DELETE FROM fee_item",
                    "DELETE FROM fee_group",
                    "DELETE FROM country",
                    "INSERT INTO fee_group VALUES " + groups,
                    "INSERT INTO fee_item (grp, cents) VALUES " + items,
                    "INSERT INTO country VALUES " + countries);
        }
    }

    /** Lets it happen, and sees that all promises hold. */
    void verify(PromotePlace place, Fault fault, boolean isCommitted) throws IOException, InterruptedException {
        if (fault == Fault.KILLED) {
            killAt(place);
        } else {
            interruptAt(place, fault, isCommitted);
        }
        sessions(project.test).awaitGone();
        sessions(project.dev).awaitGone();
        assertThat(sessions(project.test).advisoryLocks()).isEmpty();
        if (isCommitted) {
            assertThat(difference(promoted, content(project.test))).isEmpty();
        } else {
            assertThat(difference(before, state.exact(project.test))).isEmpty();
        }
        assertStatusSays(isCommitted);
        assertTheNextRunFinishes(isCommitted, place == PromotePlace.DURING_THE_BACKUP && fault == Fault.KILLED);
    }

    private void interruptAt(PromotePlace place, Fault fault, boolean isCommitted)
            throws IOException, InterruptedException {
        LinkStop stop = place.stop(toTarget, FIRST, LAST, () -> befall(fault));
        PromoteReport report = promote(new ArrayList<>());
        stop.assertDone();
        Outcome outcome = isCommitted ? Outcome.PROMOTED : Outcome.FAILED;
        assertThat(report.outcome()).as(report.toString()).isEqualTo(outcome);
        assertThat(report.problems().isEmpty()).as(report.toString()).isEqualTo(isCommitted);
        assertThat(json("target/sync/promote.json").required("outcome").asString())
                .isEqualTo(outcome.name());
        assertThat(outcomes("journal.jsonl")).last().isEqualTo(outcome.name());
    }

    private void befall(Fault fault) {
        switch (fault) {
            case TERMINATED -> assertThat(sessions(project.test).terminate()).isPositive();
            case CUT -> toTarget.cut();
            case SOURCE_TERMINATED -> sessions(project.dev).terminate();
            case SOURCE_CUT -> toSource.cut();
            case KILLED -> throw new IllegalArgumentException("a process that is killed has been started first");
        }
    }

    private void killAt(PromotePlace place) throws IOException, InterruptedException {
        PromotePlan plan = project.plan("test");
        CompletableFuture<Process> started = new CompletableFuture<>();
        LinkStop stop = place.stop(toTarget, FIRST, LAST, () -> kill(started.join(), toTarget));
        Process process = PromotionInAProcess.command(directory, plan.id().value())
                .inheritIO()
                .start();
        started.complete(process);
        process.waitFor();
        stop.assertDone();
        // All that it could leave behind, and before it changed anything.
        assertThat(outcomes("started.jsonl")).hasSize(1);
        assertThat(outcomes("journal.jsonl")).isEmpty();
        assertThat(directory.resolve("target/sync/promote.json")).doesNotExist();
        assertThat(directory.resolve("target/sync/promote-plan.json")).exists();
    }

    /** What the process said last is lost with it: else it would only seem to have been killed before that. */
    private static void kill(Process process, TcpProxy link) {
        try {
            process.destroyForcibly().waitFor();
            link.cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void assertStatusSays(boolean isCommitted) {
        try (Sync sync = sync(new ArrayList<>())) {
            StatusReport report = sync.status(StatusRequest.wholeChain());
            assertThat(report.links().get(0).verdict().name()).isEqualTo(isCommitted ? "IN_SYNC" : "BEHIND");
        }
    }

    private void assertTheNextRunFinishes(boolean isCommitted, boolean leftAnUnfinishedBackup) throws IOException {
        List<SyncEvent> heard = new ArrayList<>();
        PromoteReport again = promote(heard);

        assertThat(again.outcome())
                .as(again.toString())
                .isEqualTo(isCommitted ? Outcome.NOTHING_TO_DO : Outcome.PROMOTED);
        assertThat(difference(promoted, content(project.test))).isEmpty();
        assertThat(again.backup().stream().map(backup -> backup.path().toString()))
                .allSatisfy(path -> assertThat(path).doesNotEndWith(".part"))
                .hasSize(isCommitted ? 0 : 1);
        assertThat(heard.stream()
                        .filter(event -> event instanceof SyncEvent.Warning warning
                                && warning.text().contains("unfinished backup")))
                .hasSize(leftAnUnfinishedBackup ? 1 : 0);
    }

    private PromoteReport promote(List<SyncEvent> heard) {
        String id = project.plan("test").id().value();
        try (Sync sync = sync(heard)) {
            return sync.promote(new PromoteRequest("test", false), Confirmation.answered(id));
        }
    }

    private Sync sync(List<SyncEvent> heard) {
        return Sync.builder(directory.resolve("sync.yaml"), directory)
                .events(heard::add)
                .open();
    }

    private Sessions sessions(Database database) {
        return new Sessions(server, database);
    }

    private List<String> content(Database database) {
        return content(server, state, database);
    }

    /** Without the numbers that the sequence gave, which a second attempt cannot give again. */
    private static List<String> content(PostgresServer server, DatabaseState state, Database database) {
        server.execute(database, "UPDATE customer SET ticket = NULL");
        return state.content(database);
    }

    private List<String> outcomes(String journal) throws IOException {
        Path file = directory.resolve(".sync").resolve(journal);
        return Files.exists(file)
                ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                        .map(line -> JSON.readTree(line).required("outcome").asString())
                        .toList()
                : List.of();
    }

    private JsonNode json(String file) {
        try {
            return JSON.readTree(Files.readString(directory.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        toTarget.close();
        toSource.close();
    }
}
