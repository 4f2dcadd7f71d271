package dev.dbsync.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullRequest;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Outcome;
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

/** A pull as plain Java asks for it, with all that it leaves behind. */
class SyncPullTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    private final List<SyncEvent> events = new ArrayList<>();
    private Database prod;
    private Database local;

    @BeforeEach
    void twoDatabases() throws IOException {
        Files.createDirectories(project.resolve("sql"));
        prod = server.createDatabase("prod", true);
        local = server.createDatabase("local");
        for (Database database : List.of(prod, local)) {
            server.execute(database, "CREATE TABLE users (id int PRIMARY KEY, email text)");
        }
        server.execute(prod, "INSERT INTO users VALUES (1, 'ann@corp.example')");
        configure("key: 0f1e2d3c4b5a69788796a5b4c3d2e1f0, tables: { users: { email: email } }");
    }

    @Test
    void aPullIsShownDoneReportedAndWrittenDown() throws IOException {
        PullReport report = pull(false);

        assertThat(report.outcome()).as(PullText.of(report)).isEqualTo(Outcome.PULLED);
        assertThat(events)
                .filteredOn(SyncEvent.PlanShown.class::isInstance)
                .singleElement()
                .asString()
                .contains("pull prod (", "-> local (", "users", "binary", "email: email", "No confirmation needed")
                .contains("How: the tables of local are filled in place, by", "no Flyway history");
        assertThat(PullText.of(report))
                .startsWith("PULLED prod -> local: 1 table, 1 row\n")
                .contains("email: email", "1 row sent and as many arrived", "1 value masked");
        JsonNode json = json();
        assertThat(json.propertyNames()).startsWith("goal", "from", "to", "planId", "outcome");
        assertThat(json.at("/outcome").asString()).isEqualTo("PULLED");
        assertThat(json.at("/tables/0/table").asString()).isEqualTo("users");
        assertThat(json.at("/tables/0/rows").asLong()).isEqualTo(1);
        assertThat(json.at("/tables/0/format").asString()).isEqualTo("binary");
        assertThat(json.at("/tables/0/masked/0").asString()).isEqualTo("email");
        assertThat(json.at("/tables/0/strategies/email").asString()).isEqualTo("email");
        assertThat(json.at("/verification/maskedValues").asLong()).isEqualTo(1);
        assertThat(json.at("/problem").isNull()).isTrue();
        assertThat(PullText.of(report))
                .endsWith("cannot be undone:  the rows that the tables of local held before: no backup is taken of"
                        + " them\n");
        assertThat(json.at("/rollback/undo").isNull()).isTrue();
        assertThat(Files.readString(project.resolve(".sync/journal.jsonl")))
                .contains("\"pull-prod\"", "\"PULLED\"", "\"rows\":1")
                .doesNotContain("corp.example");
    }

    @Test
    void aDryRunShowsThePlanAndChangesNothing() throws IOException {
        server.execute(local, "INSERT INTO users VALUES (7, 'mine')");

        PullReport report = pull(true);

        assertThat(report.outcome()).as(PullText.of(report)).isEqualTo(Outcome.DRY_RUN);
        assertThat(server.query(local, "SELECT id FROM users")).containsExactly("7");
        assertThat(json().at("/outcome").asString()).isEqualTo("DRY_RUN");
        assertThat(json().at("/plan/tables/0/table").asString()).isEqualTo("users");
        assertThat(PullText.of(report)).startsWith("DRY_RUN prod -> local");
    }

    @Test
    void theTablesOfPromotionsAreLeftAlone() throws IOException {
        server.execute(prod, "CREATE TABLE sync_journal (plan_id text)", "INSERT INTO sync_journal VALUES ('prods')");
        server.execute(local, "CREATE TABLE sync_journal (plan_id text)", "INSERT INTO sync_journal VALUES ('own')");

        PullReport report = pull(false);

        assertThat(report.outcome()).as(PullText.of(report)).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, "SELECT plan_id FROM sync_journal")).containsExactly("own");
        assertThat(json().at("/tables").size()).isEqualTo(1);
    }

    @Test
    void aRefusalIsReportedWithEveryProblem() throws IOException {
        configure("key: 0f1e2d3c4b5a69788796a5b4c3d2e1f0");

        PullReport report = pull(false);

        assertThat(report.outcome()).as(PullText.of(report)).isEqualTo(Outcome.REFUSED);
        assertThat(report.problems()).extracting(Problem::remedy).anyMatch(remedy -> remedy.contains("email: email"));
        assertThat(json().at("/problem/remedy").asString()).contains("email: email");
        assertThat(server.value(local, "SELECT count(*) FROM users")).isEqualTo("0");
    }

    private PullReport pull(boolean dryRun) {
        PullRequest request = new PullRequest(Optional.empty(), Optional.empty(), Optional.empty(), dryRun);
        try (Sync sync = Sync.builder(project.resolve("sync.yaml"), project)
                .events(events::add)
                .open()) {
            return sync.pullProd(request, Confirmation.none());
        }
    }

    private JsonNode json() throws IOException {
        return JsonMapper.builder().build().readTree(Files.readString(project.resolve("target/sync/pull-prod.json")));
    }

    private void configure(String anonymize) throws IOException {
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev: { url: "jdbc:postgresql://localhost:1/nowhere" }
                  prod: { url: "%s" }
                  local: { url: "%s" }
                flyway: { locations: ["filesystem:sql"] }
                pull: { to: local }
                anonymize: { %s }
                """.formatted(FullUrl.of(prod), FullUrl.of(local), anonymize));
    }
}
