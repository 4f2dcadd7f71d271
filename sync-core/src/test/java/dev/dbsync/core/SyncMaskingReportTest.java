package dev.dbsync.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.pull.MaskingReport;
import dev.dbsync.core.pull.PreviewRequest;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullRequest;
import dev.dbsync.core.report.PreviewText;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a pull and a preview say of masking, and that they say nothing of production's rows. */
class SyncMaskingReportTest {

    private static final String SECRET = "Quintessa";

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    private Database prod;
    private Database local;

    @BeforeEach
    void twoDatabases() throws IOException {
        Files.createDirectories(project.resolve("sql"));
        prod = server.createDatabase("prod", true);
        local = server.createDatabase("local");
        for (Database database : List.of(prod, local)) {
            server.execute(
                    database,
                    "CREATE TABLE users (id int PRIMARY KEY, email text, nick text, country text, note text,"
                            + " shout text GENERATED ALWAYS AS (upper(note)) STORED)",
                    "CREATE TABLE fee (code text PRIMARY KEY)");
        }
        server.execute(prod, """
                INSERT INTO users (id, email, nick, country, note)
                SELECT i, 'quintessa.' || i || '@corp.example', 'Quintessa', 'DE', '[REDACTED]'
                FROM generate_series(1, 60) AS i
                """, "INSERT INTO users (id) VALUES (0)");
        configure("users: { email: { strategy: email, when: \"id <> 7\" }, nick: name, country: keep, note: redact }");
    }

    @Test
    void aPreviewShowsShapesAndOutputsAndWritesNoValueOfProduction() throws IOException {
        List<String> heard = new ArrayList<>();

        MaskingReport report = preview(Optional.of(heard));

        assertThat(PreviewText.of(report))
                .contains("users.email: email", "aaaaaaaaa.9@aaaa.aaaaaaa", "user_")
                .contains("users.nick: name", "Aaaaaaaaa", "User ")
                .contains("itself");
        assertThat(heard).hasSize(22).anyMatch(line -> line.contains("email quintessa.1@corp.example -> user_"));
        JsonNode email = column(json(), "email");
        assertThat(email.at("/examples").size()).isEqualTo(20);
        assertThat(email.at("/values").asLong()).isEqualTo(59);
        assertThat(email.at("/maskedUnchanged").asLong()).isZero();
        assertThat(column(json(), "note").at("/maskedUnchanged").asLong()).isEqualTo(60);
        assertThat(json().at("/state").asString()).isEqualTo("PREVIEW");
        assertThat(server.value(local, "SELECT count(*) FROM users")).isEqualTo("0");
        nothingOfProductionIsWritten();
    }

    @Test
    void aPreviewIsRefusedAsThePullWouldBe() throws IOException {
        configure("users: { email: email }");

        assertThatThrownBy(() -> preview(Optional.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no masking rule");

        assertThat(project.resolve("target/sync/masking.html")).doesNotExist();
    }

    @Test
    void aPullLeavesAPageThatNamesEachColumnAndWhyItLeftAsItDid() throws IOException {
        PullReport report = pull(false);

        assertThat(report.outcome()).as(PullText.of(report)).isEqualTo(Outcome.PULLED);
        JsonNode json = json();
        assertThat(json.at("/state").asString()).isEqualTo("PULLED");
        assertThat(json.at("/planId").asString())
                .isEqualTo(report.planId().orElseThrow().value());
        assertThat(json.at("/keyFingerprint").asString()).hasSize(16);
        assertThat(json.at("/tables").size()).isEqualTo(2);
        assertThat(json.at("/versions").size()).isEqualTo(3);
        JsonNode email = column(json, "email");
        assertThat(email.at("/values").asLong()).isEqualTo(60);
        assertThat(email.at("/maskedValues").asLong()).isEqualTo(59);
        assertThat(email.at("/maskedUnchanged").asLong()).isZero();
        assertThat(column(json, "note").at("/maskedUnchanged").asLong()).isEqualTo(60);
        assertThat(page()).contains("0 of 60; 60 came out as they went in");
        assertThat(email.at("/examples/0/output").asString()).startsWith("user_");
        assertThat(email.at("/examples/0/shape").isMissingNode()).isTrue();
        assertThat(column(json, "country").at("/basis").asString()).isEqualTo("RULE");
        assertThat(column(json, "id").at("/basis").asString()).isEqualTo("HARMLESS_TYPE");
        assertThat(column(json, "code").at("/basis").asString()).isEqualTo("REFERENCE_DATA");
        assertThat(column(json, "shout").at("/basis").asString()).isEqualTo("GENERATED");
        assertThat(page()).contains("59 of 60", "user_", "Masking key");
        assertThat(page()).contains("what is rare or known by its looks in");
        assertThat(PullText.of(report)).contains("what is rare or known by its looks in all 179 was sought");
        nothingOfProductionIsWritten();
    }

    @Test
    void ofAMaskThatLeavesPartsOfAValueNoOutputIsShown() throws IOException {
        server.execute(prod, "UPDATE users SET note = 'Quintessa writes from quintessa.' || id || '@corp.example'");
        configure("users: { email: email, nick: name, country: keep, note: scrub }");

        assertThat(PreviewText.of(preview(Optional.empty())))
                .contains("users.note: scrub", "Aaaaaaaaa aaaaaa aaaa aaaa_")
                .doesNotContainIgnoringCase(SECRET);
        nothingOfProductionIsWritten();

        assertThat(pull(false).outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.value(local, "SELECT note FROM users WHERE id = 1"))
                .startsWith("Quintessa writes from user_");
        assertThat(column(json(), "note").at("/examples/0/output").asString())
                .startsWith("Aaaaaaaaa aaaaaa aaaa aaaa_");
        nothingOfProductionIsWritten();
    }

    @Test
    void aDryRunLeavesThePageOfWhatIsPlanned() throws IOException {
        pull(true);

        assertThat(json().at("/state").asString()).isEqualTo("DRY_RUN");
        assertThat(page()).contains("Nothing was copied");
        nothingOfProductionIsWritten();
    }

    @Test
    void aPullThatIsRefusedLeavesNoPageOfAnEarlierOne() throws IOException {
        pull(true);
        configure("users: { email: email }");

        pull(false);

        assertThat(project.resolve("target/sync/masking.html")).doesNotExist();
        assertThat(project.resolve("target/sync/masking.json")).doesNotExist();
    }

    private void nothingOfProductionIsWritten() throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainIgnoringCase(SECRET);
            }
        }
    }

    private MaskingReport preview(Optional<List<String>> heard) {
        try (Sync sync = open()) {
            return sync.preview(
                    new PreviewRequest(Optional.empty(), Optional.empty()),
                    heard.map(lines -> (table, column, raw, output) ->
                            lines.add(column + " " + raw + " -> " + output.orElse("NULL"))));
        }
    }

    private PullReport pull(boolean dryRun) {
        try (Sync sync = open()) {
            return sync.pullProd(
                    new PullRequest(Optional.empty(), Optional.empty(), Optional.empty(), dryRun), Confirmation.none());
        }
    }

    private Sync open() {
        return Sync.builder(project.resolve("sync.yaml"), project).open();
    }

    private JsonNode json() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(project.resolve("target/sync/masking.json")));
    }

    private String page() throws IOException {
        return Files.readString(project.resolve("target/sync/masking.html"));
    }

    private static JsonNode column(JsonNode json, String name) {
        return json.at("/columns")
                .valueStream()
                .filter(column -> column.at("/column").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void configure(String rules) throws IOException {
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev: { url: "jdbc:postgresql://localhost:1/nowhere" }
                  prod: { url: "%s" }
                  local: { url: "%s" }
                flyway: { locations: ["filesystem:sql"] }
                lookups: [fee]
                pull: { to: local, mode: in-place, verify: full }
                anonymize:
                  key: 0f1e2d3c4b5a69788796a5b4c3d2e1f0
                  tables: { %s }
                """.formatted(FullUrl.of(prod), FullUrl.of(local), rules));
    }
}
