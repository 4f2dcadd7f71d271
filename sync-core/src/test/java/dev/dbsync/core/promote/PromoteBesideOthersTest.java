package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What others do to the target while a promotion is under way. */
class PromoteBesideOthersTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String HOTFIX = "INSERT INTO flyway_schema_history VALUES "
            + "(99, '9', 'hotfix', 'SQL', 'V9__hotfix.sql', 7, 'x', now(), 1, true)";

    private static PromoteProject start;

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeAll
    static void testIsOneScriptBehind(@TempDir Path shared) {
        start = new PromoteProject(shared, server)
                .script("V1__fee.sql", "CREATE TABLE fee_group (code text PRIMARY KEY, title text NOT NULL);")
                .with("lookups: [fee_group]\n");
        start.promote("dev");
        server.execute(start.dev, "INSERT INTO fee_group VALUES ('a', 'A')");
        start.promote("test");
        start.script("V2__later.sql", "CREATE TABLE later (id int);");
        start.promote("dev");
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
    }

    @Test
    void aSecondPromoterIsRefusedAtEveryStage() {
        PromotePlan plan = project.plan("test");
        List<Throwable> refusals = new ArrayList<>();

        PromoteReport report = project.execute(plan, event -> {
            if (PromotionInAProcess.shown(event).matches("StepStarted (Back up|Migrate|Commit).*")) {
                assertThatThrownBy(() -> project.execute(plan))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("Another promotion")
                        .satisfies(refusals::add);
            }
        });

        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(refusals).hasSize(3);
    }

    @Test
    void aFlywayAtWorkIsNotMetHalfwayAndToldAfterTheLastAttempt() {
        project.with("promote: { attempts: 2 }\n");
        PromotePlan plan = project.plan("test");
        List<String> before = project.state(project.test);
        try (OneTransaction other = OneTransaction.open(project.test, "an application that starts")) {
            assertThat(lock(other)).isTrue();

            PromoteReport report = project.execute(plan);

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problems().get(0).what()).contains("Flyway is at work");
        }
        assertThat(project.state(project.test)).isEqualTo(before);
    }

    @Test
    void aFlywayThatIsSoonDoneIsWaitedFor() throws SQLException {
        PromotePlan plan = project.plan("test");
        try (OneTransaction other = OneTransaction.open(project.test, "an application that starts")) {
            assertThat(lock(other)).isTrue();

            PromoteReport report = project.execute(plan, event -> {
                if (event instanceof SyncEvent.Notice notice && notice.text().contains("trying again")) {
                    other.close();
                }
            });

            assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        }
    }

    /** An application whose own Flyway starts while its lock is ours. */
    @Test
    void anApplicationThatStartsMeanwhileWaitsAndFindsAllDone() {
        CompletableFuture<MigrateResult> application = new CompletableFuture<>();

        PromoteReport report = promoted(at("StepFinished Migrate test: V2__later.sql", () -> {
            application.completeAsync(this::startApplication);
            server.execute(project.test, """
                    DO $$
                    BEGIN
                        WHILE NOT EXISTS (SELECT FROM pg_stat_activity
                                          WHERE application_name = 'application' AND query ILIKE '%pg_try_advisory%') LOOP
                            PERFORM pg_sleep(0.01);
                            PERFORM pg_stat_clear_snapshot();
                        END LOOP;
                    END
                    $$
                    """);
        }));

        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        MigrateResult found = application.join();
        assertThat(found.success).isTrue();
        assertThat(found.migrationsExecuted).isZero();
        assertThat(found.targetSchemaVersion).isNull();
        assertThat(server.query(project.test, "SELECT version FROM flyway_schema_history ORDER BY 1"))
                .containsExactly("1", "2");
    }

    private MigrateResult startApplication() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(project.test.url().jdbcUrl());
        project.test.url().user().ifPresent(source::setUser);
        project.test.url().password().ifPresent(source::setPassword);
        source.setApplicationName("application");
        return Flyway.configure()
                .dataSource(source)
                .locations("filesystem:" + directory.resolve("sql"))
                .load()
                .migrate();
    }

    @Test
    void aReaderWhoIsIdleInATransactionIsOutwaited() throws SQLException {
        project.script("V3__born.sql", "ALTER TABLE fee_group ADD COLUMN born date;")
                .with("promote: { lockTimeout: 100ms }\n");
        project.promote("dev");
        PromotePlan plan = project.plan("test");
        try (Connection reader = project.test.connect("reader");
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM fee_group");
            List<SyncEvent> tries = new ArrayList<>();

            PromoteReport report = project.execute(plan, event -> {
                if (event instanceof SyncEvent.Notice notice && notice.text().contains("trying again")) {
                    tries.add(event);
                    if (tries.size() == 2) {
                        rollBack(reader);
                    }
                }
            });

            assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
            assertThat(tries).hasSize(2);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aScriptThatIsEditedDuringTheBackupRefuses() {
        List<String> before = project.state(project.test);

        PromoteReport report = promoted(
                at("StepFinished Back up test", () -> project.script("V2__later.sql", "CREATE TABLE other (id int);")));

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.problems())
                .anySatisfy(problem -> assertThat(problem.text()).contains("LOCAL_DIFFERS", "V2__later.sql"));
        assertThat(project.state(project.test)).isEqualTo(before);
    }

    @Test
    void aCallbackThatIsEditedDuringTheBackupMakesThePlanStale() {
        List<String> before = project.state(project.test);

        PromoteReport report = promoted(
                at("StepFinished Back up test", () -> project.script("afterMigrate.sql", "DELETE FROM fee_group;")));

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.problems().get(0).what()).contains("stale");
        assertThat(project.state(project.test)).isEqualTo(before);
    }

    @Test
    void aLookupRowThatChangedDuringTheBackupMakesThePlanStale() {
        PromoteReport report = promoted(at(
                "StepFinished Back up test", () -> server.execute(project.test, "UPDATE fee_group SET title = '!'")));

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.problems().get(0).what()).contains("stale").contains("fee_group");
        assertThat(server.query(project.test, "SELECT code, title FROM fee_group"))
                .containsExactly("a|!");
        assertThat(server.value(project.test, "SELECT count(*) FROM flyway_schema_history"))
                .isEqualTo("1");
    }

    @Test
    void afterThePlanUnderTheLockNobodyChangesALookupRowThatTheMergeWouldOverwrite() {
        List<String> states = new ArrayList<>();

        PromoteReport report = promoted(at("StepStarted Migrate test: V2__later.sql", () -> states.add(stateOf("""
                        SET lock_timeout = '50ms';
                        INSERT INTO fee_group VALUES ('late', 'nobody has approved its deletion');
                        """))));

        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(states).containsExactly("55P03");
    }

    @Test
    void aHotfixDuringTheBackupRefusesAndDuringTheScriptsFails() {
        PromoteReport refused = promoted(at("StepFinished Back up test", () -> server.execute(project.test, HOTFIX)));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.problems())
                .anySatisfy(problem -> assertThat(problem.text()).contains("TARGET_ONLY", "V9__hotfix.sql"));
        server.execute(project.test, "DELETE FROM flyway_schema_history WHERE version = '9'");

        PromoteReport failed =
                promoted(at("StepFinished Migrate test: V2__later.sql", () -> server.execute(project.test, HOTFIX)));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.problems().get(0).what()).contains("V9__hotfix.sql");
        assertThat(server.value(project.test, "SELECT to_regclass('later')")).isEqualTo("∅");
    }

    @Test
    void aDefaultIsolationOfTheDatabaseDoesNotHideWhatWasCommittedBeforeTheLock() throws SQLException {
        server.execute(
                project.test,
                "ALTER DATABASE \"" + project.test.url().database()
                        + "\" SET default_transaction_isolation = 'serializable'");
        try (OneTransaction transaction = OneTransaction.open(project.test, "promote");
                Statement statement = transaction.connection().createStatement()) {
            server.execute(project.test, HOTFIX);
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM flyway_schema_history")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(2);
            }
        }
    }

    @Test
    void theServerEndsATransactionWhoseClientHasVanished() {
        project.with("promote: { maxHold: 7m }\n");
        project.script("V3__idle.sql", """
                CREATE TABLE idle AS SELECT current_setting('idle_in_transaction_session_timeout') AS t;
                """);
        project.promote("dev");

        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);

        assertThat(server.value(project.test, "SELECT t FROM idle")).isEqualTo("7min");
    }

    private PromoteReport promoted(EventSink events) {
        return project.execute(project.plan("test"), events);
    }

    private static EventSink at(String when, Runnable fault) {
        return event -> {
            if (PromotionInAProcess.shown(event).equals(when)) {
                fault.run();
            }
        };
    }

    private boolean lock(OneTransaction transaction) {
        try {
            return project.checkout().of(project.test).tryLock(transaction);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The SQLSTATE of a failure, or "done". */
    private String stateOf(String sql) {
        try (Connection connection = project.test.connect("somebody");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return "done";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
