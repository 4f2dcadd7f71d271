package dev.dbsync.core.promote;

import static dev.dbsync.core.testing.DatabaseState.difference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.promote.FaultyRun.Fault;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.status.StatusReport;
import dev.dbsync.core.testing.DatabaseState;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.LinkStop.Moment;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.Sessions;
import dev.dbsync.core.testing.TcpProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever ends a promotion of several segments, wherever: what was committed stays, the report says how far it came,
 * status names the interruption, and the next run finishes the work and does nothing twice.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PromoteSegmentFaultsTest {

    /** Where a fault happens, and how many segments are committed when the promotion ends there. */
    enum Place {
        BEFORE_THE_FIRST_COMMIT(0, "sync promote", TcpProxy.COMMIT, Moment.BEFORE_REQUEST),
        BETWEEN_TWO_SEGMENTS(1, "sync promote script", "set_config", Moment.BEFORE_REQUEST),
        BEFORE_AN_INDEX_IS_BUILT(1, "sync promote script", "CREATE INDEX CONCURRENTLY one", Moment.BEFORE_REQUEST),
        AFTER_AN_INDEX_WAS_BUILT(1, "sync promote script", "CREATE INDEX CONCURRENTLY one", Moment.BEFORE_ANSWER),
        AFTER_A_STATEMENT_BESIDE_IT(1, "sync promote script", "UPDATE customer SET visits", Moment.BEFORE_ANSWER),
        BEFORE_THE_HISTORY_ROW(1, "sync promote script", "INSERT INTO .*V3__index.sql", Moment.BEFORE_REQUEST),
        AFTER_THE_HISTORY_ROW(1, "sync promote script", "INSERT INTO .*V3__index.sql", Moment.BEFORE_ANSWER),
        BEFORE_THE_HISTORY_ROW_IS_COMMITTED(1, "sync promote script", TcpProxy.COMMIT, Moment.BEFORE_REQUEST),
        AFTER_THE_HISTORY_ROW_IS_COMMITTED(2, "sync promote script", TcpProxy.COMMIT, Moment.BEFORE_ANSWER),
        BEFORE_THE_NEXT_SCRIPT(2, "sync promote", "ADD COLUMN street", Moment.BEFORE_REQUEST),
        AMID_THE_LAST_SEGMENT(2, "sync promote", "INSERT INTO .*V4__street.sql", Moment.BEFORE_ANSWER),
        AMID_THE_LOOKUP_MERGE(2, "sync promote", "RELEASE SAVEPOINT sync_lookup_merge", Moment.BEFORE_REQUEST),
        BEFORE_THE_LAST_COMMIT(2, "sync promote", TcpProxy.COMMIT, Moment.BEFORE_REQUEST),
        AFTER_THE_LAST_COMMIT(3, "sync promote", TcpProxy.COMMIT, Moment.BEFORE_ANSWER);

        private static final int ALL = 3;

        private final int committed;
        private final String session;
        private final String text;
        private final Moment moment;

        Place(int committed, String session, String text, Moment moment) {
            this.committed = committed;
            this.session = session;
            this.text = text;
            this.moment = moment;
        }

        LinkStop stop(TcpProxy link, Runnable deed) {
            LinkStop stop = link.stopAt(session, text, moment, deed);
            return switch (this) {
                case BEFORE_THE_HISTORY_ROW_IS_COMMITTED, AFTER_THE_HISTORY_ROW_IS_COMMITTED ->
                    stop.after("INSERT INTO .*V3__index.sql");
                case BEFORE_THE_LAST_COMMIT, AFTER_THE_LAST_COMMIT -> stop.after("V4__street");
                default -> stop;
            };
        }

        /** Whoever is still there asks what became of a commit, and goes on. */
        int committed(Fault fault) {
            return this == AFTER_THE_HISTORY_ROW_IS_COMMITTED && fault != Fault.KILLED ? ALL : committed;
        }
    }

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String BASE = """
            CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL, visits int NOT NULL DEFAULT 0);
            INSERT INTO customer SELECT i, 'customer ' || i FROM generate_series(1, 100) i;
            CREATE TABLE fee (code text PRIMARY KEY, cents int NOT NULL);
            """;

    private static final DatabaseState STATE = new DatabaseState(server);
    private static Database dev;
    private static Database test;
    private static List<String> promoted;

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeAll
    static void aTargetThatIsBehind(@TempDir Path directory) {
        PromoteProject project = new PromoteProject(directory, server)
                .script("V1__customer.sql", BASE)
                .with("lookups: [fee]\n");
        project.promote("dev");
        project.promote("test");
        scripts(project).promote("dev");
        server.execute(project.dev, "INSERT INTO fee VALUES ('a', 1), ('b', 2)");
        dev = project.dev;
        test = project.test;
        Database reference = server.copyOf(test, "reference");
        project.reachTest(behind -> reference).promote("test");
        promoted = STATE.content(reference);
    }

    private static PromoteProject scripts(PromoteProject project) {
        return project.script("V2__city.sql", "ALTER TABLE customer ADD COLUMN city text;")
                .script("V3__index.sql", """
                        CREATE INDEX CONCURRENTLY one ON customer (name);
                        UPDATE customer SET visits = visits + 1;
                        CREATE INDEX CONCURRENTLY two ON customer (city);
                        """)
                .script("V4__street.sql", "ALTER TABLE customer ADD COLUMN street text;");
    }

    @ParameterizedTest
    @CsvSource({
        "BETWEEN_TWO_SEGMENTS, KILLED",
        "AFTER_AN_INDEX_WAS_BUILT, CUT",
        "AFTER_THE_HISTORY_ROW_IS_COMMITTED, CUT",
        "AMID_THE_LOOKUP_MERGE, TERMINATED"
    })
    void whatWasCommittedStaysAndTheNextRunGoesOnFromThere(Place place, Fault fault) throws Exception {
        verify(place, fault);
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @MethodSource
    void itIsSoForEveryFaultAtEveryPlace(Place place, Fault fault) throws Exception {
        verify(place, fault);
    }

    static Stream<Arguments> itIsSoForEveryFaultAtEveryPlace() {
        return Arrays.stream(Place.values())
                .flatMap(place ->
                        Stream.of(Fault.KILLED, Fault.TERMINATED, Fault.CUT).map(fault -> Arguments.of(place, fault)));
    }

    /** What the server has done of a build when it stops there is an invalid index. */
    @Test
    void anIndexThatIsLeftInvalidByATerminatedSessionIsBuiltAnew() throws Exception {
        try (FaultyRun run = run()) {
            Builder builder = new Builder(run);
            LinkStop stop = builder.stopInTheMidst(() -> new Sessions(server, builder.target()).terminate());
            PromoteReport report = run.promote(new ArrayList<>());
            stop.assertDone();
            builder.letGo();

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.committed()).isEqualTo(1);
            run.awaitNoSessions();
            assertThat(invalidIndexes(builder.target())).containsExactly("one");
            assertInterrupted(run, true);
            assertTheNextRunFinishes(run, builder.target());
        }
    }

    /** A server that builds an index does not notice that its client is gone, and goes on. */
    @ParameterizedTest
    @EnumSource(names = {"KILLED", "CUT"})
    void anIndexThatIsStillBeingBuiltForALostClientIsNotTouched(Fault fault) throws Exception {
        try (FaultyRun run = run()) {
            Builder builder = new Builder(run);
            Optional<PromoteReport> report = run.meet(fault, builder::stopInTheMidst);
            assertThat(report.map(PromoteReport::outcome)).isIn(Optional.empty(), Optional.of(Outcome.FAILED));
            assertThat(invalidIndexes(builder.target())).containsExactly("one");
            assertInterrupted(run, true);

            PromoteReport tooEarly = run.promote(new ArrayList<>());

            assertThat(tooEarly.outcome()).as(tooEarly.toString()).isEqualTo(Outcome.FAILED);
            assertThat(tooEarly.problems().get(0).what()).contains("Flyway is at work");
            assertThat(invalidIndexes(builder.target())).containsExactly("one");
            builder.letGo();
            run.awaitNoSessions();
            assertThat(invalidIndexes(builder.target())).isEmpty();
            assertInterrupted(run, true);
            assertTheNextRunFinishes(run, builder.target());
        }
    }

    private void verify(Place place, Fault fault) throws Exception {
        try (FaultyRun run = run()) {
            Database target = project.test;
            List<String> before = STATE.exact(target);
            int committed = place.committed(fault);

            Optional<PromoteReport> said = run.meet(fault, deed -> place.stop(run.toTarget(), deed));

            said.ifPresent(report -> {
                assertThat(report.outcome())
                        .as(report.toString())
                        .isEqualTo(committed == Place.ALL ? Outcome.PROMOTED : Outcome.FAILED);
                assertThat(report.committed()).isEqualTo(committed);
                assertThat(report.problems().isEmpty()).isEqualTo(committed == Place.ALL);
            });
            run.awaitNoSessions();
            if (committed == 0) {
                assertThat(difference(before, STATE.exact(target))).isEmpty();
            }
            if (committed < Place.ALL) {
                assertInterrupted(run, committed > 0);
                assertTheNextRunFinishes(run, target);
            }
            assertPromoted(run, target);
            assertThat(run.promote(new ArrayList<>()).outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        }
    }

    /** The work goes on where its first commit is known to have been made, and not without Sync's lock. */
    @ParameterizedTest
    @EnumSource(names = {"TERMINATED", "CUT"})
    void aReplyThatIsLostAfterTheFirstCommitIsAskedForAndTheLockTakenAgain(Fault fault) throws Exception {
        try (FaultyRun run = run()) {
            List<String> locks = new ArrayList<>();
            PromoteReport report = run.meet(
                            fault,
                            deed -> run.toTarget().stopAt("sync promote", TcpProxy.COMMIT, Moment.BEFORE_ANSWER, () -> {
                                deed.run();
                                run.toTarget()
                                        .stopAt("sync promote script", "CREATE INDEX", Moment.BEFORE_REQUEST, () -> {
                                            locks.addAll(server.query(project.test, """
                                                    SELECT a.application_name
                                                    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                                                    WHERE l.locktype = 'advisory' AND l.classid = 1398361667
                                                      AND a.datname = current_database()
                                                    """));
                                        });
                            }))
                    .orElseThrow();

            assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.PROMOTED);
            assertThat(locks).containsExactly("sync promote lock");
            assertPromoted(run, project.test);
        }
    }

    private FaultyRun run() {
        project = scripts(new PromoteProject(directory, server, server.copyOf(dev, "dev"), server.copyOf(test, "test")))
                .script("V1__customer.sql", BASE)
                .with("lookups: [fee]\nbackup: { engine: built-in }\npromote: { attempts: 2 }\n");
        return new FaultyRun(server, directory, project);
    }

    private static void assertInterrupted(FaultyRun run, boolean isInterrupted) {
        StatusReport status = run.status();
        assertThat(status.environments().get(1).interrupted().isPresent()).isEqualTo(isInterrupted);
        assertThat(status.links().get(0).verdict().name()).isEqualTo("BEHIND");
    }

    private static void assertTheNextRunFinishes(FaultyRun run, Database target) {
        PromoteReport again = run.promote(new ArrayList<>());
        assertThat(again.outcome()).as(again.toString()).isEqualTo(Outcome.PROMOTED);
        assertPromoted(run, target);
    }

    /** Neither half nor twice: the content has how often the update was carried out. */
    private static void assertPromoted(FaultyRun run, Database target) {
        assertThat(invalidIndexes(target)).isEmpty();
        assertThat(difference(promoted, STATE.content(target))).isEmpty();
        assertThat(run.status().links().get(0).verdict().name()).isEqualTo("IN_SYNC");
    }

    private static List<String> invalidIndexes(Database database) {
        return server.query(database, "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid");
    }

    /** Somebody whose transaction the building of an index has to wait for. */
    private final class Builder {

        private final FaultyRun run;
        private Connection writer;

        Builder(FaultyRun run) {
            this.run = run;
        }

        Database target() {
            return project.test;
        }

        LinkStop stopInTheMidst(Runnable deed) {
            return run.toTarget()
                    .stopAt("sync promote script", "CREATE INDEX CONCURRENTLY one", Moment.BEFORE_REQUEST, () -> {
                        holdUp();
                        Thread watcher = new Thread(() -> {
                            awaitInvalidIndex();
                            deed.run();
                        });
                        watcher.setDaemon(true);
                        watcher.start();
                    });
        }

        private void holdUp() {
            try {
                writer = target().connect("test");
                writer.setAutoCommit(false);
                try (Statement statement = writer.createStatement()) {
                    statement.execute("UPDATE customer SET visits = visits WHERE id = 1");
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        private void awaitInvalidIndex() {
            server.execute(target(), """
                    DO $$
                    BEGIN
                        WHILE NOT EXISTS (SELECT FROM pg_index WHERE NOT indisvalid) LOOP
                            PERFORM pg_sleep(0.01);
                        END LOOP;
                    END
                    $$
                    """);
        }

        void letGo() throws SQLException {
            writer.rollback();
            writer.close();
        }
    }
}
