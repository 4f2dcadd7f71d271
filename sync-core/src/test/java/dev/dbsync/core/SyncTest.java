package dev.dbsync.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.promote.PromoteReport;
import dev.dbsync.core.promote.PromoteRequest;
import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.status.StatusRequest;
import dev.dbsync.core.testing.FullUrl;
import dev.dbsync.core.testing.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sync as plain Java uses it. */
class SyncTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    private final List<SyncEvent> events = new ArrayList<>();
    private Database prod;

    @BeforeEach
    void aProjectOfOneScript() throws IOException {
        prod = server.createDatabase("prod", true);
        Files.createDirectories(project.resolve("sql"));
        Files.writeString(project.resolve("sql/V1__a.sql"), "CREATE TABLE a (id int PRIMARY KEY);");
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev: { url: "%s" }
                  prod: { url: "%s" }
                flyway: { locations: ["filesystem:sql"] }
                lookups: [a]
                backup: { directory: .sync/backups, scope: full }
                """.formatted(
                        FullUrl.of(server.createDatabase("dev")), FullUrl.of(prod)));
    }

    @Test
    void theWholeWayFromPlainJava() throws IOException {
        try (Sync sync = open()) {
            assertThat(sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"))
                            .outcome())
                    .isEqualTo(Outcome.PROMOTED);
            assertThat(sync.status(StatusRequest.wholeChain()).inSync()).isFalse();

            PromoteReport planned = sync.promote(new PromoteRequest("prod", true), Confirmation.none());
            assertThat(planned.outcome()).isEqualTo(Outcome.DRY_RUN);
            assertThat(server.query(prod, "SELECT to_regclass('a')")).containsExactly("∅");

            PromoteReport done = sync.promote(
                    new PromoteRequest("prod", false),
                    Confirmation.answered(planned.planId().orElseThrow().value()));
            assertThat(done.outcome()).isEqualTo(Outcome.PROMOTED);
            assertThat(sync.status(StatusRequest.wholeChain()).inSync()).isTrue();
            assertThat(sync.promote(new PromoteRequest("prod", false), Confirmation.none())
                            .outcome())
                    .isEqualTo(Outcome.NOTHING_TO_DO);
        }
        assertThat(Files.readAllLines(project.resolve(".sync/journal.jsonl")))
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("\"DRY_RUN\"").contains("\"counts\":{}"))
                .anySatisfy(line -> assertThat(line).contains("\"PROMOTED\"").contains("\"migrations\":1"));
    }

    @Test
    void aRefusalIsAReportAndNothingIsChanged() throws IOException {
        try (Sync sync = open()) {
            sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"));

            PromoteReport report = sync.promote(new PromoteRequest("prod", false), Confirmation.answered("yes"));

            assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(report.problems().get(0).remedy())
                    .contains("-Dsync.confirm=" + report.planId().orElseThrow());
        }
        JsonNode json = json("promote");
        assertThat(json.get("goal").stringValue()).isEqualTo("promote");
        assertThat(json.get("from").stringValue()).isEqualTo("dev");
        assertThat(json.get("to").stringValue()).isEqualTo("prod");
        assertThat(json.get("outcome").stringValue()).isEqualTo("REFUSED");
        assertThat(json.get("migrations").get(0).get("version").stringValue()).isEqualTo("1");
        assertThat(json.get("migrations").get(0).get("script").stringValue()).isEqualTo("V1__a.sql");
        assertThat(json.get("migrations").get(0).get("atomic").booleanValue()).isTrue();
        assertThat(json.get("backup").isNull()).isTrue();
        assertThat(json.get("problem").get("what").stringValue()).contains("protected");
    }

    @Test
    void aRunThatDidNotComeToItsPlanStillNamesItsLink() throws IOException {
        try (Sync sync = open()) {
            PromoteReport report = sync.promote(new PromoteRequest("prod", false), Confirmation.none());

            assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(PromoteText.of(report)).startsWith("REFUSED dev -> prod: nothing was changed");
            assertThat(json("promote").get("from").stringValue()).isEqualTo("dev");
            assertThat(PromoteText.of(sync.promote(new PromoteRequest("nowhere", false), Confirmation.none())))
                    .startsWith("FAILED nowhere: nothing was changed");
        }
    }

    @Test
    void thePlanIsShownBeforeAnyoneIsAsked() {
        try (Sync sync = open()) {
            sync.promote(new PromoteRequest("dev", false), Confirmation.none());
        }
        assertThat(events)
                .filteredOn(SyncEvent.PlanShown.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((SyncEvent.PlanShown) event).text())
                        .contains("promote the checkout -> dev")
                        .contains("V1__a.sql"));
    }

    @Test
    void anOldReportIsNeverTakenForThisRuns() throws IOException {
        Path old = project.resolve("target/sync/promote.json");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "{\"outcome\": \"PROMOTED\"}");
        try (Sync sync = open()) {
            sync.promote(new PromoteRequest("nowhere", false), Confirmation.none());
        }
        assertThat(json("promote").get("outcome").stringValue()).isEqualTo("FAILED");
    }

    @Test
    void anUnexpectedErrorIsInTheReportToo() throws IOException {
        try (Sync sync = Sync.builder(project.resolve("sync.yaml"), project)
                .events(event -> {
                    throw new IllegalStateException("a broken sink");
                })
                .open()) {
            assertThatThrownBy(() -> sync.promote(new PromoteRequest("dev", true), Confirmation.none()))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(json("promote").get("outcome").stringValue()).isEqualTo("FAILED");
        assertThat(json("promote").get("problem").get("what").stringValue()).contains("IllegalStateException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"target", ".sync"})
    void whereReportOrJournalCannotBeWrittenNothingIsChanged(String inTheWay) throws IOException {
        Files.writeString(project.resolve(inTheWay), "");
        try (Sync sync = open()) {
            assertThatThrownBy(() -> sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes")))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("cannot be written")
                    .hasMessageContaining(inTheWay);
        }
        Files.delete(project.resolve(inTheWay));
        try (Sync sync = open()) {
            assertThat(sync.promote(new PromoteRequest("dev", true), Confirmation.none())
                            .outcome())
                    .isEqualTo(Outcome.DRY_RUN);
        }
    }

    @Test
    void aReportThatCannotBeWrittenDoesNotCostTheJournalItsLine() throws IOException {
        EventSink inTheWay = event -> {
            if (event instanceof SyncEvent.PlanShown) {
                assertThat(project.resolve("target/sync/promote.json").toFile()).matches(File::mkdir);
            }
        };

        try (Sync sync = Sync.builder(project.resolve("sync.yaml"), project)
                .events(inTheWay)
                .open()) {
            assertThat(sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"))
                            .outcome())
                    .isEqualTo(Outcome.PROMOTED);
        }

        assertThat(Files.readAllLines(project.resolve(".sync/journal.jsonl")))
                .last()
                .satisfies(line -> assertThat(line).contains("\"PROMOTED\""));
    }

    @Test
    void aRunThatStartsToChangeSomethingIsInTheJournalBeforeItDoes() throws IOException {
        Path journal = project.resolve(".sync/journal.jsonl");
        Path starts = project.resolve(".sync/started.jsonl");
        List<String> atTheBackup = new ArrayList<>();
        try (Sync sync = Sync.builder(project.resolve("sync.yaml"), project)
                .events(event -> {
                    if (event instanceof SyncEvent.StepStarted step
                            && step.step().startsWith("Back up")) {
                        atTheBackup.addAll(lines(starts));
                    }
                })
                .open()) {
            PromoteReport refused = sync.promote(new PromoteRequest("dev", false), Confirmation.answered("no"));
            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(lines(journal)).singleElement().asString().contains("\"REFUSED\"");

            PromoteReport report = sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"));

            assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
            assertThat(atTheBackup)
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("\"STARTED\"")
                            .contains("\"to\":\"dev\"")
                            .contains("\"planId\":\"" + report.planId().orElseThrow() + "\"")
                            .contains("\"counts\":{}"));
            assertThat(lines(journal)).hasSize(2).last().asString().contains("\"PROMOTED\"");
        }
    }

    @Test
    void nothingIsChangedByARunThatTheJournalCannotName() throws IOException {
        EventSink inTheWay = event -> {
            if (event instanceof SyncEvent.PlanShown) {
                File journal = project.resolve(".sync/journal.jsonl").toFile();
                assertThat(journal.delete() && journal.mkdir()).isTrue();
            }
        };
        try (Sync sync = Sync.builder(project.resolve("sync.yaml"), project)
                .events(inTheWay)
                .open()) {
            PromoteReport report = sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"));

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.backup()).isEmpty();
            assertThat(report.problems().get(0).what()).contains("journal cannot be written");
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBadFileStopsBeforeAnythingIsConnectedTo() throws IOException {
        Files.writeString(project.resolve("sync.yaml"), "chian: [dev, prod]\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("sync.yaml:1:1")
                .hasMessageContaining("Did you mean 'chain'?");
    }

    private Sync open() {
        return Sync.builder(project.resolve("sync.yaml"), project)
                .events(events::add)
                .open();
    }

    private JsonNode json(String goal) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(project.resolve("target/sync").resolve(goal + ".json")));
    }
}
