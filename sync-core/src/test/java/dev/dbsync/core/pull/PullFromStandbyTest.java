package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.Standby;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Production is read by way of a standby, which may end its readers. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullFromStandbyTest {

    private static final String SMALL = "SELECT count(*), sum(id) FROM small";
    private static final String BIG = "SELECT count(*), sum(id), sum(length(pad)) FROM big";

    private static final String FEEDBACK = "hot_standby_feedback";
    private static final String DELAY = "max_standby_streaming_delay";

    @RegisterExtension
    static final PostgresServer primary = PostgresServer.own(Map.of("autovacuum", "off"));

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static Standby standby;

    @TempDir
    Path directory;

    private Database prod;
    private Database local;
    private PullProject project;

    @BeforeAll
    static void start() throws Exception {
        standby = Standby.of(primary, Map.of(FEEDBACK, "off", DELAY, "1min"));
    }

    @AfterAll
    static void stop() {
        if (standby != null) {
            standby.close();
        }
    }

    @BeforeEach
    void aStandbyOfProduction() {
        standby.set(FEEDBACK, "off");
        standby.set(DELAY, "1min");
        prod = primary.createDatabase("prod", true);
        local = server.createDatabase("local");
        project = new PullProject(directory, standby.of(prod), local)
                .script("V1__small.sql", "CREATE TABLE small (id int PRIMARY KEY);")
                .script("V2__big.sql", "CREATE TABLE big (id int PRIMARY KEY, small int REFERENCES small, pad text);")
                .rules("big: { pad: keep }");
        project.migrate(prod);
        primary.execute(
                prod,
                "INSERT INTO small SELECT generate_series(1, 100)",
                "INSERT INTO big SELECT i, 1 + i % 100, repeat('x', 1500) FROM generate_series(1, 8000) i",
                "ANALYZE");
        standby.catchUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap", "in-place", "transaction"})
    void aStandbyIsPulledFromLikeItsPrimary(String mode) {
        PullReport report = project.mode(mode).pull("verify: full").pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.plan().orElseThrow().filling().mode().name())
                .isEqualTo(mode.toUpperCase(Locale.ROOT).replace('-', '_'));
        allIsThere();
    }

    @Test
    void theStandbysSettingsAreInThePlanWhereTheyMayEndThePull() {
        assertThat(project.plan().notices())
                .filteredOn(notice -> notice.contains("standby"))
                .singleElement()
                .asString()
                .contains(
                        "prod is a standby (hot_standby_feedback = off, max_standby_streaming_delay = 60s)",
                        "what vacuum removes");

        standby.set(FEEDBACK, "on");
        assertThat(project.plan().notices())
                .filteredOn(notice -> notice.contains("standby"))
                .singleElement()
                .asString()
                .contains("hot_standby_feedback = on", "a lock of DDL")
                .doesNotContain("vacuum");

        standby.set(DELAY, "2h");
        assertThat(project.plan().notices()).noneMatch(notice -> notice.contains("standby"));
    }

    @Test
    void aPrimaryIsNoStandby() {
        PullProject direct = new PullProject(directory, prod, local).rules("big: { pad: keep }");

        assertThat(direct.plan().notices()).noneMatch(notice -> notice.contains("standby"));
    }

    @Test
    void whatVacuumRemovesEndsAPullThatIsToldWhyAndIsResumed() {
        project.mode("in-place").pull("workers: 2, maxRate: 2");
        whileItCopies("DELETE FROM big WHERE id > 7000", "VACUUM (TRUNCATE false) big");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(text(report))
                .contains(
                        "conflict with recovery (SQLSTATE 40001): it is a standby",
                        "hot_standby_feedback = on",
                        "max_standby_streaming_delay",
                        "or read from the primary",
                        "-Dsync.resume");
        standby.catchUp();
        standby.set(DELAY, "1min");

        PullReport resumed = project.resume(true).pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.value(local, "SELECT count(*) FROM big")).isEqualTo("7000");
        allIsThere();
    }

    @Test
    void aLockOfThePrimaryEndsASwapThatIsToldWhyAndLeavesTheTarget() {
        server.execute(local, "CREATE TABLE small (id int PRIMARY KEY)", "INSERT INTO small VALUES (-1)");
        project.mode("swap").pull("workers: 2, maxRate: 2");
        whileItCopies("TRUNCATE big");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(text(report))
                .contains(
                        "conflict with recovery (SQLSTATE 40001)", "max_standby_streaming_delay", "local is as it was");
        assertThat(server.value(local, "SELECT id FROM small")).isEqualTo("-1");
    }

    @Test
    void aSnapshotWhoseHolderTheStandbyHasEndedIsToldSo() {
        project.migrate(local);
        server.execute(local, "INSERT INTO small VALUES (-1)");
        project.mode("transaction");
        AtomicBoolean done = new AtomicBoolean();
        project.onEvent(event -> {
            if (event instanceof SyncEvent.StepFinished step
                    && step.step().startsWith("Hold a snapshot")
                    && done.compareAndSet(false, true)) {
                changeUnderTheSnapshot("TRUNCATE small, big");
            }
        });

        PullReport report = project.pull();

        assertThat(done).isTrue();
        assertThat(text(report))
                .contains(
                        "The session that held the snapshot was ended",
                        "terminating connection due to conflict with recovery (SQLSTATE 40001)",
                        "max_standby_streaming_delay");
        assertThat(server.value(local, "SELECT id FROM small")).isEqualTo("-1");
    }

    /** In the midst of a table that takes a while. */
    private void whileItCopies(String... sql) {
        AtomicBoolean done = new AtomicBoolean();
        project.onEvent(event -> {
            if (event instanceof SyncEvent.Progress && done.compareAndSet(false, true)) {
                changeUnderTheSnapshot(sql);
            }
        });
    }

    /** Waits until the standby has ended the session that holds the snapshot, so that the others are about to be. */
    private void changeUnderTheSnapshot(String... sql) {
        standby.set(DELAY, "0");
        primary.execute(prod, sql);
        primary.execute(prod, "SELECT pg_switch_wal()");
        standby.await(prod, """
                SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'sync pull-prod snapshot%'
                """, "0");
    }

    private void allIsThere() {
        assertThat(server.query(local, SMALL)).isEqualTo(primary.query(prod, SMALL));
        assertThat(server.query(local, BIG)).isEqualTo(primary.query(prod, BIG));
    }

    private static String text(PullReport report) {
        return report.problems().stream().map(Problem::text).collect(Collectors.joining("\n"));
    }
}
