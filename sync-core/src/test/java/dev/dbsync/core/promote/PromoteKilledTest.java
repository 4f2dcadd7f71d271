package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.LostReply;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.TcpProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions and links that end in the middle of a promotion; see also {@link PromoteFaultsTest}. */
class PromoteKilledTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String BOMB = """
            CREATE FUNCTION bomb() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF to_regclass('other.bomb') IS NOT NULL THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                END IF;
                RETURN new;
            END
            $$;
            CREATE TRIGGER bomb BEFORE INSERT ON fee_group FOR EACH ROW EXECUTE FUNCTION bomb();
            """;

    @TempDir
    Path directory;

    private PromoteProject project;
    private List<String> before;

    @BeforeEach
    void devIsAheadOfTest() {
        project = new PromoteProject(directory, server)
                .script("V1__customer.sql", "CREATE TABLE customer (id bigint PRIMARY KEY, name text);")
                .script("V2__fee.sql", "CREATE TABLE fee_group (code text PRIMARY KEY, title text NOT NULL);" + BOMB)
                .script("V3__rows.sql", "INSERT INTO customer VALUES (1, 'Ann');")
                .with("lookups: [fee_group]\nbackup: { engine: built-in }\n");
        project.promote("dev");
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('basic', 'Basic'), ('extra', 'Extra')");
        server.execute(
                project.test, "CREATE SCHEMA other", "CREATE TABLE other.kept AS SELECT generate_series(1, 10) AS id");
        before = project.state(project.test);
    }

    @ParameterizedTest
    @CsvSource({
        "test, sync backup, Progress",
        "dev, sync promote source, Progress",
        "test, sync promote, StepFinished Migrate test: V1__customer.sql",
        "test, sync promote, StepFinished Migrate test: V3__rows.sql",
        "dev, sync promote source, StepStarted Merge lookup tables",
        "test, sync promote, StepFinished Merge lookup tables",
        "test, sync promote, StepStarted Commit"
    })
    void aSessionThatIsTerminatedLeavesTheTargetAsItWas(String side, String session, String when) {
        Database killed = side.equals("dev") ? project.dev : project.test;

        PromoteReport report = promoted(at(when, () -> terminate(killed, session)));

        assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems()).isNotEmpty();
        assertNothingChangedAndTheNextRunSucceeds();
    }

    @Test
    void aSessionThatIsTerminatedAmidTheMergeLeavesTheTargetAsItWas() {
        server.execute(project.test, "CREATE TABLE other.bomb (id int)");
        before = project.state(project.test);

        PromoteReport report = promoted(event -> {});

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("57P01");
        assertThat(project.state(project.test)).isEqualTo(before);
        server.execute(project.test, "DROP TABLE other.bomb");
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void aReplyThatIsLostAfterTheCommitIsAskedFor() {
        try (TcpProxy link = new TcpProxy(project.test)) {
            project.reachTest(link::through);

            PromoteReport report = promoted(at("StepStarted Commit", link::cutAfterCommit));

            assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.PROMOTED);
            assertThat(report.lookups()).containsExactly(new PromoteReport.LookupResult("fee_group", 2, 0, 0));
            assertThat(project.plan("test").hasWork()).isFalse();
        }
    }

    @Test
    void aCommitThatDidNotReachTheServerIsAFailure() {
        try (TcpProxy link = new TcpProxy(project.test)) {
            project.reachTest(link::through);

            PromoteReport report = promoted(at("StepStarted Commit", link::cutBeforeCommit));

            assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.FAILED);
            assertNothingChangedAndTheNextRunSucceeds();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatBecameOfACommitIsUnknownWhereTheServerCannotBeAsked(boolean committed) throws SQLException {
        try (TcpProxy link = new TcpProxy(project.test);
                OneTransaction transaction = OneTransaction.open(link.through(project.test), "promote");
                Statement statement = transaction.connection().createStatement()) {
            statement.execute("CREATE TABLE other.maybe (id int)");
            link.refuse();
            if (committed) {
                link.cutAfterCommit();
            } else {
                link.cutBeforeCommit();
            }

            PromoteResult result = new CommitOutcome(
                            link.through(project.test), transaction, new LostReply(2, Duration.ZERO))
                    .commit(List.of());

            assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
            Problem problem = result.problem().orElseThrow();
            assertThat(problem.remedy()).contains("pg_xact_status('" + transaction.xid() + "')");
            // The remedy, as a person would run it.
            awaitNoSessions("sync promote");
            assertThat(server.value(project.test, "SELECT pg_xact_status('" + transaction.xid() + "')"))
                    .isEqualTo(committed ? "committed" : "aborted");
        }
    }

    @Test
    void aListenerThatFailsAfterTheCommitDoesNotMakeItAFailure() {
        PromoteReport report = promoted(at("StepFinished Commit", () -> {
            throw new IllegalStateException("a closed terminal");
        }));

        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(project.plan("test").hasWork()).isFalse();
    }

    @Test
    void aServerThatCannotBeAskedToCancelIsLeftAllTheSameWhenLocksAreHeldForTooLong() {
        project.with("promote: { maxHold: 2s }\n");
        server.execute(
                project.test,
                "ALTER DATABASE \"" + project.test.url().database() + "\" SET statement_timeout = '20s'",
                "CREATE FUNCTION other.wait() RETURNS event_trigger LANGUAGE plpgsql AS "
                        + "$$ BEGIN IF tg_tag = 'CREATE TRIGGER' THEN PERFORM pg_sleep(15); END IF; END $$",
                "CREATE EVENT TRIGGER wait ON ddl_command_end EXECUTE FUNCTION other.wait()");
        try (TcpProxy link = new TcpProxy(project.test)) {
            project.reachTest(link::through);

            PromoteReport report = promoted(at("StepStarted Migrate test: V2__fee.sql", link::refuse));

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problems().get(0).what()).contains("held its locks for longer than 2 s");
        }
    }

    private void assertNothingChangedAndTheNextRunSucceeds() {
        awaitNoSessions("sync promote");
        assertThat(project.state(project.test)).isEqualTo(before);
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(server.query(project.test, "SELECT code FROM fee_group ORDER BY 1"))
                .containsExactly("basic", "extra");
    }

    /** As {@link dev.dbsync.core.Sync} has it: what is thrown is a report, too. */
    private PromoteReport promoted(EventSink events) {
        PromotePlan plan = project.plan("test");
        try {
            return project.execute(plan, events);
        } catch (SyncException e) {
            return PromoteReport.of(plan, Outcome.FAILED, Optional.empty(), e.problems());
        }
    }

    private static EventSink at(String when, Runnable fault) {
        return event -> {
            if (PromotionInAProcess.shown(event).equals(when)) {
                fault.run();
            }
        };
    }

    private static void terminate(Database database, String session) {
        assertThat(server.query(database, """
                SELECT pg_terminate_backend(pid, 10000)
                FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = '%s'
                """.formatted(session))).isSubsetOf("t");
    }

    /** A server takes a moment to notice that its client is gone. */
    private void awaitNoSessions(String like) {
        try (Connection connection = project.test.connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$
                    BEGIN
                        FOR i IN 1..1000 LOOP
                            PERFORM pg_stat_clear_snapshot();
                            EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity
                                                  WHERE datname = current_database()
                                                    AND application_name LIKE '%s');
                            PERFORM pg_sleep(0.01);
                        END LOOP;
                    END
                    $$
                    """.formatted(like));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
