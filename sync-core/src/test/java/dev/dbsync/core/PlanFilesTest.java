package dev.dbsync.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.backup.RestoreReport;
import dev.dbsync.core.backup.RestoreRequest;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.promote.PromoteReport;
import dev.dbsync.core.promote.PromoteRequest;
import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.report.RestoreText;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.Rollback;
import dev.dbsync.core.testing.FullUrl;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that a plan is read from. */
class PlanFilesTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    private final List<SyncEvent> events = new ArrayList<>();
    private Database dev;

    @BeforeEach
    void aChangeWaitsOnDev() throws IOException {
        dev = server.createDatabase("dev");
        Files.createDirectories(project.resolve("sql"));
        Files.writeString(project.resolve("sql/V1__a.sql"), "CREATE TABLE a (id int PRIMARY KEY);");
        Files.writeString(project.resolve("sql/V2__b|c`d.sql"), "CREATE TABLE \"e|f`g\" (id int PRIMARY KEY);");
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev: { url: "%s" }
                  prod: { url: "%s" }
                  back: { url: "%s" }
                flyway: { locations: ["filesystem:sql"] }
                lookups: [a, "e|f`g"]
                backup: { directory: .sync/backups, scope: full }
                """.formatted(
                        FullUrl.of(dev),
                        FullUrl.of(server.createDatabase("prod", true)),
                        FullUrl.of(server.createDatabase("back"))));
        try (Sync sync = open()) {
            assertThat(sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"))
                            .outcome())
                    .isEqualTo(Outcome.PROMOTED);
        }
        server.execute(dev, "INSERT INTO a VALUES (4711), (4712)");
        events.clear();
    }

    @Test
    void aDryRunWritesItsPlanAsTextJsonAndMarkdown() throws IOException {
        String id;
        try (Sync sync = open()) {
            PromoteReport report = sync.promote(new PromoteRequest("prod", true), Confirmation.none());
            assertThat(report.outcome()).isEqualTo(Outcome.DRY_RUN);
            id = report.planId().orElseThrow().value();
        }

        assertThat(events)
                .filteredOn(SyncEvent.PlanShown.class::isInstance)
                .singleElement()
                .isEqualTo(new SyncEvent.PlanShown(read("promote-plan.txt")));
        JsonNode json = JsonMapper.shared().readTree(read("promote-plan.json"));
        assertThat(json.get("planId").stringValue()).isEqualTo(id);
        assertThat(json.get("from").stringValue()).isEqualTo("dev");
        assertThat(json.get("protected").booleanValue()).isTrue();
        assertThat(json.get("toVersion").stringValue()).isEqualTo("2");
        assertThat(json.get("migrations").get(1).get("script").stringValue()).isEqualTo("V2__b|c`d.sql");
        assertThat(json.get("lookups").get(0).get("insert").intValue()).isEqualTo(2);
        assertThat(json.get("backupSpace").get("databaseBytes").longValue()).isGreaterThan(1L << 20);
        assertThat(json.get("command").stringValue()).isEqualTo("mvn sync:promote -Dto=prod -Dsync.confirm=" + id);
        assertThat(read("promote-plan.md"))
                .startsWith("## Promote `dev` → `prod`\n\nPlan `" + id + "`")
                .contains("| `1` | `V1__a.sql` |\n")
                .contains("| `2` | ``V2__b\\|c`d.sql`` |\n")
                .contains("| ``e\\|f`g`` | ~ 0 |")
                .contains("\n### Backup\n\nfull, about ")
                .contains("\nmvn sync:promote -Dto=prod -Dsync.confirm=" + id + "\n")
                .contains("\n- Otherwise: restore the backup that is taken first (schema and all rows) into an empty"
                        + " database\n  `mvn sync:restore -Dto=prod`\n");
        assertThat(read("promote-plan.txt"))
                .containsSubsequence(
                        "  The way back\n",
                        "stays as it is",
                        "mvn sync:restore -Dto=prod\n",
                        "all that was written to prod since the backup's snapshot\n",
                        "cannot be undone:  positions of sequences")
                .endsWith("nextval or setval\n");
        JsonNode rollback = json.get("rollback");
        assertThat(rollback.get("byItself").stringValue()).contains("one transaction");
        assertThat(rollback.get("undo").get("command").stringValue()).isEqualTo("mvn sync:restore -Dto=prod");
        assertThat(rollback.get("irreversible").size()).isEqualTo(1);
        assertThat(read("promote-plan.txt") + read("promote-plan.json") + read("promote-plan.md"))
                .doesNotContain("4711")
                .doesNotContain(dev.url().password().orElse("no password"));
    }

    @Test
    void theReportEndsWithTheCommandThatBringsTheBackupBack() throws IOException {
        try (Sync sync = open()) {
            PromoteReport planned = sync.promote(new PromoteRequest("prod", true), Confirmation.none());
            assertThat(planned.rollback()).isEqualTo(Rollback.notNeeded());

            PromoteReport report = sync.promote(
                    new PromoteRequest("prod", false),
                    Confirmation.answered(planned.planId().orElseThrow().value()));

            assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
            PromoteReport.BackupTaken backup = report.backup().orElseThrow();
            String name = backup.path().getFileName().toString();
            assertThat(PromoteText.of(report))
                    .contains("mvn sync:restore -Dto=prod -Dsync.backup=" + name + "\n")
                    .endsWith("all that was written to prod since " + backup.snapshot() + "\n");
            JsonNode undo = JsonMapper.shared()
                    .readTree(read("promote.json"))
                    .get("rollback")
                    .get("undo");
            assertThat(undo.get("backup").stringValue()).isEqualTo(backup.path().toString());
            assertThat(undo.get("lost").get(0).stringValue())
                    .contains(backup.snapshot().toString());

            RestoreReport restore =
                    sync.restore(new RestoreRequest("back", Optional.of(name), true), Confirmation.none());
            assertThat(restore.outcome()).as(RestoreText.of(restore)).isEqualTo(Outcome.DRY_RUN);
            assertThat(read("restore-plan.txt")).contains("  The way back\n");
        }
    }

    @Test
    void aPromotionWithoutScriptsMovesNoSequenceAndOneOfTheSchemaAloneBringsNoRowsBack() throws IOException {
        Files.writeString(
                project.resolve("sync.yaml"),
                Files.readString(project.resolve("sync.yaml")).replace("scope: full", "scope: schema"));
        try (Sync sync = open()) {
            Confirmation any = Confirmation.none();
            String first = sync.promote(new PromoteRequest("prod", true), any)
                    .planId()
                    .orElseThrow()
                    .value();
            PromoteReport report = sync.promote(new PromoteRequest("prod", false), Confirmation.answered(first));
            assertThat(PromoteText.of(report)).contains("restore the backup (the schema, and no rows)");
            server.execute(dev, "INSERT INTO a VALUES (4713)");

            sync.promote(new PromoteRequest("prod", true), any);

            assertThat(read("promote-plan.txt"))
                    .contains("(the schema, and no rows) into an empty database")
                    .doesNotContain("cannot be undone");
        }
    }

    @Test
    void aFailedPromotionSaysWhatRolledBackAndWhatDidNot() throws IOException {
        Files.writeString(project.resolve("sql/V3__f.sql"), "SELECT 1 / 0;");
        try (Sync sync = open()) {
            PromoteReport report = sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"));

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.rollback().byItself()).startsWith("all of it").contains("dev is as it was");
            assertThat(report.rollback().undo()).isPresent();
            assertThat(report.rollback().irreversible())
                    .singleElement()
                    .asString()
                    .contains("sequences");
        }
    }

    @Test
    void thePlanOfAnEarlierRunIsNeverTakenForThisRuns() throws IOException {
        try (Sync sync = open()) {
            sync.promote(new PromoteRequest("prod", true), Confirmation.none());
            sync.promote(new PromoteRequest("nowhere", true), Confirmation.none());
        }
        assertThat(project.resolve("target/sync").toFile().list()).containsExactly("promote.json");
    }

    @Test
    void aPlanWithNothingToDoSaysSoInEveryForm() throws IOException {
        try (Sync sync = open()) {
            sync.promote(new PromoteRequest("dev", true), Confirmation.none());
        }
        assertThat(read("promote-plan.txt")).contains("Nothing to do");
        assertThat(read("promote-plan.md")).contains("Nothing to do").doesNotContain("-Dsync.confirm");
        JsonNode json = JsonMapper.shared().readTree(read("promote-plan.json"));
        assertThat(json.get("hasWork").booleanValue()).isFalse();
        assertThat(json.get("command").isNull()).isTrue();
    }

    @Test
    void aPlanThatCannotBeWrittenStopsTheRunBeforeAnythingIsChanged() throws IOException {
        try (Sync sync = Sync.builder(project.resolve("sync.yaml"), project)
                .events(event -> {
                    if (event instanceof SyncEvent.StepFinished) {
                        assertThat(project.resolve("target/sync/promote-plan.md")
                                        .toFile())
                                .matches(file -> file.isDirectory() || file.mkdir());
                    }
                })
                .open()) {
            PromoteReport report = sync.promote(new PromoteRequest("prod", true), Confirmation.none());

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problems().get(0).what()).contains("cannot be written");
        }
    }

    private String read(String name) throws IOException {
        return Files.readString(project.resolve("target/sync").resolve(name));
    }

    private Sync open() {
        return Sync.builder(project.resolve("sync.yaml"), project)
                .events(events::add)
                .open();
    }
}
