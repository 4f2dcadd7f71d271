package dev.dbsync.core.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.EmbeddedConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.OrderlyShutdown;
import dev.dbsync.core.testing.ClassPathBinaries;
import dev.dbsync.core.testing.OtherJvm;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    /** Only for its way to run SQL. */
    @RegisterExtension
    static final PostgresServer sql = PostgresServer.shared();

    @TempDir
    private static Path temporary;

    /** For the tests that only look. */
    private static Path sharedState;

    private static EmbeddedPostgres shared;

    private Path state;

    @BeforeAll
    static void oneServerRuns() {
        sharedState = temporary.resolve("a state directory that is shared");
        shared = open(sharedState, cache());
        shared.start("dev");
    }

    @AfterAll
    static void itIsStopped() {
        shared.close();
    }

    @BeforeEach
    void everyTestHasAStateDirectoryOfItsOwnWithABlankInItsName(TestInfo test) {
        state = temporary.resolve(
                "state of " + test.getTestMethod().orElseThrow().getName());
    }

    @Test
    void dataSurvivesARestart() {
        try (EmbeddedPostgres first = embedded()) {
            sql.execute(database(first.start("dev")), "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (42)");
        }

        try (EmbeddedPostgres second = embedded()) {
            assertThat(sql.value(database(second.start("dev")), "SELECT id FROM kept"))
                    .isEqualTo("42");
        }
    }

    @Test
    void everyNameIsAServerOfItsOwn() {
        Database dev = database(shared.start("dev"));
        Database test = database(shared.start("test"));

        String system = "SELECT system_identifier FROM pg_control_system()";
        assertThat(sql.value(dev, system)).isNotEqualTo(sql.value(test, system));
        assertThat(shared.start("dev")).isEqualTo(dev.url());
    }

    @Test
    void whatIsKeptIsDurable() {
        Database dev = database(shared.start("dev"));

        assertThat(sql.query(
                        dev,
                        "SELECT setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes',"
                                + " 'synchronous_commit')"))
                .containsExactly("on", "on", "on");
    }

    @Test
    void onlyThePasswordOpensTheServer() {
        DatabaseUrl url = shared.start("dev");

        assertThatThrownBy(() ->
                        database(url.withCredentials("postgres", "guessed")).connect("test"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("28P01");
        assertThat(sql.value(database(url), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(sql.value(database(url), "SHOW unix_socket_directories")).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void otherUsersCannotReadThePasswordOrTheData() throws IOException {
        assertThat(permissions(sharedState)).isEqualTo("rwx------");
        assertThat(permissions(sharedState.resolve("embedded/dev/password"))).isEqualTo("rw-------");
        assertThat(permissions(sharedState.resolve("embedded/dev/data"))).isEqualTo("rwx------");
    }

    @Test
    void aSecondUserInTheSameProcessIsRefused() {
        try (EmbeddedPostgres second = open(sharedState, cache())) {
            assertThatThrownBy(() -> second.start("dev"))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("in use by another run")
                    .hasMessageContaining(sharedState.resolve("embedded").toString());
        }
        assertThat(sql.value(database(shared.start("dev")), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void aSecondRunIsRefusedAndToldWhoHoldsTheServer() throws Exception {
        try (OtherRun other = OtherRun.start(state, cache())) {
            try (EmbeddedPostgres second = embedded()) {
                assertThatThrownBy(() -> second.start("dev"))
                        .isInstanceOf(SyncException.class)
                        .hasMessageContaining("process " + other.pid())
                        .hasMessageContaining("Wait for that run to end");
            }
            assertThat(Postmaster.read(data("dev")).orElseThrow().isAlive()).isTrue();
        }
    }

    @Test
    void theServerOfAKilledRunIsStoppedAndItsDataKept() throws Exception {
        long orphan;
        try (OtherRun other = OtherRun.start(state, cache())) {
            other.kill();
            orphan = Postmaster.read(data("dev")).orElseThrow().pid();
            assertThat(ProcessHandle.of(orphan)).isPresent();
        }

        try (EmbeddedPostgres next = embedded()) {
            Database dev = database(next.start("dev"));

            assertThat(sql.value(dev, "SELECT id FROM kept")).isEqualTo("7");
            assertThat(Postmaster.read(data("dev")).orElseThrow().pid()).isNotEqualTo(orphan);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aTerminatedRunStopsItsServer() throws Exception {
        try (OtherRun other = OtherRun.start(state, cache())) {
            long pid = Postmaster.read(data("dev")).orElseThrow().pid();
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();

            other.terminate();

            assertThat(Postmaster.file(data("dev"))).doesNotExist();
            assertThat(server.onExit()).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessThatGotTheServersIdIsLeftAlone() throws IOException {
        try (EmbeddedPostgres first = embedded()) {
            first.start("dev");
        }
        // Java waits for a source text that never comes.
        Process innocent = new ProcessBuilder(OtherJvm.java(), "--source", "17", "/dev/stdin").start();
        try {
            Files.writeString(
                    Postmaster.file(data("dev")), innocent.pid() + "\n" + data("dev") + "\n1000000000\n5432\n\n\n");

            try (EmbeddedPostgres second = embedded()) {
                second.start("dev");
            }

            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void dataOfAnotherMajorVersionIsRefusedUntouched() throws IOException {
        try (EmbeddedPostgres first = embedded()) {
            first.start("dev");
        }
        Files.writeString(data("dev").resolve("PG_VERSION"), "13\n");

        try (EmbeddedPostgres second = embedded()) {
            assertThatThrownBy(() -> second.start("dev"))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("made by PostgreSQL 13")
                    .hasMessageContaining("delete the directory");
        }
        assertThat(data("dev").resolve("PG_VERSION")).hasContent("13");
    }

    @Test
    void aKilledCreationIsStartedAnew() throws IOException {
        Path part = Files.createDirectories(state.resolve("embedded/dev/data.part/base"));
        Files.writeString(part.resolve("half"), "half");

        try (EmbeddedPostgres embedded = embedded()) {
            assertThat(sql.value(database(embedded.start("dev")), "SELECT 1")).isEqualTo("1");
        }
        assertThat(part).doesNotExist();
    }

    @Test
    void aServerThatDoesNotStartSaysWhyAndGivesTheDirectoryBack() throws IOException {
        try (EmbeddedPostgres first = embedded()) {
            first.start("dev");
        }
        Path settings = data("dev").resolve("postgresql.conf");
        String good = Files.readString(settings);
        Files.writeString(settings, good + "no_such_setting = 1\n");
        try (EmbeddedPostgres second = embedded()) {
            assertThatThrownBy(() -> second.start("dev"))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("did not start")
                    .hasMessageContaining("server.log");
        }

        Files.writeString(settings, good);
        try (EmbeddedPostgres third = embedded()) {
            assertThat(sql.value(database(third.start("dev")), "SELECT 1")).isEqualTo("1");
        }
    }

    private EmbeddedPostgres embedded() {
        return open(state, cache());
    }

    static EmbeddedPostgres open(Path state, Path cache) {
        return new EmbeddedPostgres(
                state,
                new EmbeddedConfig(ClassPathBinaries.version()),
                new ClassPathBinaries(),
                EventSink.none(),
                new OrderlyShutdown(EventSink.none()),
                cache);
    }

    private static Path cache() {
        return temporary.resolve("a cache");
    }

    private Path data(String name) {
        return state.resolve("embedded").resolve(name).resolve("data");
    }

    private static Database database(DatabaseUrl url) {
        return new Database(url.database(), url, false);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
