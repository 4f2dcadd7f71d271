package dev.dbsync.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.embedded.EmbeddedPostgres;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullRequest;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.OrderlyShutdown;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.ClassPathBinaries;
import dev.dbsync.core.testing.OtherJvm;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.Sessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end in the midst of a pull ends it first, also when the target's server is its own. */
@Timeout(180)
class SyncShutdownTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    @Test
    void aPullThatIsToldToEndSaysHowToGoOnAndCanBeGoneOnWith() throws IOException, InterruptedException {
        Database prod = server.createDatabase("prod", true);
        String table = "CREATE TABLE t (id int PRIMARY KEY, padding text)";
        server.execute(
                prod,
                table,
                "ALTER TABLE t ALTER COLUMN padding SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1, 60000) i");
        // At this rate it takes a minute.
        configure(prod, ", maxRate: 1");
        try (EmbeddedPostgres embedded = new EmbeddedPostgres(
                project.resolve(".sync"),
                ConfigFile.read(project.resolve("sync.yaml"), project).embedded(),
                new ClassPathBinaries(),
                EventSink.none(),
                new OrderlyShutdown(EventSink.none()))) {
            server.execute(new Database("local", embedded.start("local"), false), table);
        }

        Process process = OtherJvm.of(SyncShutdownTest.class, project.toString())
                .redirectErrorStream(true)
                .start();
        String said;
        try (BufferedReader output = process.inputReader()) {
            String line;
            StringBuilder before = new StringBuilder();
            while ((line = output.readLine()) != null && !line.equals("Copying")) {
                before.append(line).append('\n');
            }
            assertThat(line).as(before.toString()).isEqualTo("Copying");
            process.toHandle().destroy();
            said = output.lines().collect(Collectors.joining("\n"));
        }

        assertThat(process.waitFor()).isNotZero();
        assertThat(said).contains("Interrupted", "FAILED prod -> local", "-Dsync.resume");
        assertThat(Files.readString(project.resolve(".sync/journal.jsonl"))).contains("\"FAILED\"");
        new Sessions(server, prod).awaitGone();

        configure(prod, "");
        PullReport resumed = pull(project, true, event -> {});
        assertThat(resumed.outcome()).as(PullText.of(resumed)).isEqualTo(Outcome.PULLED);
        assertThat(resumed.verification().orElseThrow().rows()).isEqualTo(60000);
    }

    /** The pull that is told to end; its argument is the project's directory. */
    public static void main(String[] arguments) {
        Path project = Path.of(arguments[0]);
        EventSink shown = event -> {
            if (event instanceof SyncEvent.Progress progress && progress.rows() > 0) {
                System.out.println("Copying");
            } else if (event instanceof SyncEvent.Warning warning) {
                System.out.println(warning.text());
            }
        };
        try (Sync sync = opened(project, shown)) {
            System.out.println(PullText.of(sync.pullProd(request(false), Confirmation.none())));
        }
    }

    private static PullReport pull(Path project, boolean resume, EventSink events) {
        try (Sync sync = opened(project, events)) {
            return sync.pullProd(request(resume), Confirmation.none());
        }
    }

    private static Sync opened(Path project, EventSink events) {
        return Sync.builder(project.resolve("sync.yaml"), project)
                .embeddedBinaries(new ClassPathBinaries())
                .events(events)
                .open();
    }

    private static PullRequest request(boolean resume) {
        return new PullRequest(Optional.empty(), Optional.empty(), Optional.empty(), false, resume);
    }

    private void configure(Database prod, String more) throws IOException {
        DatabaseUrl url = prod.url();
        Files.createDirectories(project.resolve("sql"));
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev: { url: "jdbc:postgresql://localhost:1/nowhere" }
                  prod: { url: "%s", user: "%s"%s }
                  local: { url: embedded }
                flyway: { locations: ["filesystem:sql"] }
                pull: { to: local, mode: in-place%s }
                anonymize: { key: 0f1e2d3c4b5a69788796a5b4c3d2e1f0, tables: { t: { padding: keep } } }
                """.formatted(
                url.jdbcUrl(),
                url.user().orElseThrow(),
                url.password().map(secret -> ", password: \"" + secret + "\"").orElse(""),
                more));
    }
}
