package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a copy that does not reach its end. */
@Timeout(60)
class CopyRunTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final TableName T = new TableName("public", "t");
    private static final String SOURCE = "source of copy";
    private static final String TARGET = "target of copy";

    /** More than fits between the two sides. */
    private static final int ROWS = 60_000;

    private static Database prod;

    private Database local;
    private Connection source;
    private Connection target;
    private final CopyFlow flow = new CopyFlow(1 << 20, OptionalLong.empty());

    @BeforeAll
    static void aTableThatDoesNotFitBetweenTheTwoSides() {
        prod = server.createDatabase("prod", true);
        server.execute(
                prod,
                "CREATE TABLE t (id int, v text)",
                "INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1, " + ROWS + ") i");
    }

    @BeforeEach
    void openBothSides() throws SQLException {
        local = server.createDatabase("local");
        server.execute(local, "CREATE TABLE t (id int, v text)");
        source = prod.connectReadOnly(SOURCE);
        try (Statement statement = source.createStatement()) {
            // Rows are to come in their order, wherever another test's scan has stopped.
            statement.execute("SET synchronize_seqscans = off");
        }
        target = local.connect(TARGET);
        target.setAutoCommit(false);
    }

    @AfterEach
    void closeBothSides() throws SQLException {
        // Also of those that a test has broken, whose close would complain of that.
        source.abort(Runnable::run);
        target.abort(Runnable::run);
    }

    @ParameterizedTest
    @EnumSource
    void aMaskThatFailsEndsBothSidesAndIsTold(CopyFormat format) throws SQLException {
        AtomicInteger asked = new AtomicInteger();
        TableCopy copy = copy(format, value -> {
            if (asked.incrementAndGet() == ROWS / 2) {
                throw new IllegalArgumentException("a defect");
            }
            return value;
        });

        assertThat(catchThrowable(() -> run(copy, (rows, bytes) -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a defect");
        assertBothAreFree();
    }

    /** Otherwise all of the table would be read to its end for nothing. */
    @Test
    void aMaskThatFailsEndsASourceThatGoesOnForLong() throws SQLException {
        TableCopy copy = copy(CopyFormat.BINARY, value -> {
                    throw new IllegalArgumentException("a defect");
                })
                .where("id < 100 OR pg_sleep(1000) IS NULL");

        assertThat(catchThrowable(() -> run(copy, (rows, bytes) -> {}))).hasMessage("a defect");
        assertBothAreFree();
    }

    @Test
    void anErrorInAMaskIsNoLessTold() throws SQLException {
        TableCopy copy = copy(CopyFormat.BINARY, value -> {
            throw new StackOverflowError("deep");
        });

        assertThat(catchThrowable(() -> run(copy, (rows, bytes) -> {}))).isInstanceOf(StackOverflowError.class);
        assertBothAreFree();
    }

    @Test
    void whoListensAndFailsEndsBothSides() throws SQLException {
        assertThat(catchThrowable(() -> run(plain(), (rows, bytes) -> {
                    throw new IllegalStateException("deaf");
                })))
                .hasMessage("deaf");
        assertBothAreFree();
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatTheTargetRefusesEndsTheSourceToo(CopyFormat format) throws SQLException {
        server.execute(local, "ALTER TABLE t ADD CONSTRAINT t_small CHECK (id <> " + ROWS / 2 + ")");

        SyncException failure =
                catchThrowableOfType(SyncException.class, () -> run(copy(format, value -> value), (rows, bytes) -> {}));

        assertThat(failure.problem().what()).startsWith("Cannot write t: ").contains("t_small");
        assertBothAreFree();
    }

    @Test
    void aRowThatTheTargetRefusesIsNoticedBeforeTheTablesEnd() {
        server.execute(local, "ALTER TABLE t ADD CONSTRAINT t_small CHECK (id <> 5)");
        AtomicInteger asked = new AtomicInteger();
        TableCopy copy = copy(CopyFormat.TEXT, value -> {
            asked.incrementAndGet();
            return value;
        });

        assertThat(catchThrowable(() -> run(copy, (rows, bytes) -> {}, 1 << 20)))
                .hasMessageContaining("t_small");
        assertThat(asked.get()).isPositive().isLessThan(ROWS / 2);
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatGoesInSeveralStatementsArrivesWhole(CopyFormat format) throws SQLException {
        TableCopy copy = copy(format, value -> value);

        assertThat(run(copy, (rows, bytes) -> {}, 1 << 20).written()).isEqualTo(ROWS);
        target.commit();
        String content = "SELECT count(*), sum(id), min(v), max(v) FROM t";
        assertThat(server.query(local, content)).isEqualTo(server.query(prod, content));
    }

    @Test
    void aTableThatGoesInSeveralStatementsIsFrozenInAllOfThem() throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("TRUNCATE t");
        }
        run(plain().frozen(), (rows, bytes) -> {}, 1 << 20);
        target.commit();
        server.execute(local, "CREATE EXTENSION pg_visibility");

        assertThat(server.value(local, """
                SELECT count(*)
                FROM pg_visibility_map('t')
                WHERE NOT all_frozen
                  AND blkno IN (SELECT (ctid::text::point)[0]::bigint FROM t)
                """)).isEqualTo("0");
    }

    @Test
    void outsideOfATransactionATableGoesInOneStatement() throws SQLException {
        target.setAutoCommit(true);
        server.execute(local, "ALTER TABLE t ADD CONSTRAINT t_small CHECK (id <> " + ROWS + ")");

        assertThat(catchThrowable(() -> run(plain(), (rows, bytes) -> {}, 1 << 20)))
                .hasMessageContaining("t_small");
        assertThat(server.value(local, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void aTargetTableThatIsNotThereEndsTheSourceToo() throws SQLException {
        TableCopy copy = new TableCopy(T, new TableName("public", "nowhere"), List.of(column("v", null)));

        SyncException failure = catchThrowableOfType(SyncException.class, () -> run(copy, (rows, bytes) -> {}));

        assertThat(failure.problem().what())
                .startsWith("Cannot write nowhere: ")
                .contains("42P01");
        assertBothAreFree();
    }

    @Test
    void aSourceTableThatIsNotThereLeavesTheTargetAlone() throws SQLException {
        TableCopy copy = new TableCopy(new TableName("public", "nowhere"), T, List.of(column("v", null)));

        SyncException failure = catchThrowableOfType(SyncException.class, () -> run(copy, (rows, bytes) -> {}));

        assertThat(failure.problem().what()).startsWith("Cannot read nowhere: ").contains("42P01");
        assertThat(failure.problem().where()).isEqualTo("prod");
        assertBothAreFree();
    }

    @Test
    void aSourceBackendThatIsTerminatedIsToldAndTheTargetIsFree() throws SQLException {
        AtomicReference<SyncException> failure = new AtomicReference<>();
        failure.set(catchThrowableOfType(SyncException.class, () -> run(plain(), once(() -> terminate(prod, SOURCE)))));

        assertThat(failure.get().problem().what()).startsWith("Cannot read t: ");
        assertThat(failure.get().problem().where()).isEqualTo("prod");
        assertFree(target);
    }

    @Test
    void aTargetBackendThatIsTerminatedIsToldAndTheSourceIsFree() throws SQLException {
        SyncException failure =
                catchThrowableOfType(SyncException.class, () -> run(plain(), once(() -> terminate(local, TARGET))));

        assertThat(failure.problem().what()).startsWith("Cannot write t: ");
        assertThat(failure.problem().where()).isEqualTo("local");
        assertFree(source);
    }

    @Test
    void anInterruptEndsACopyThatRuns() throws SQLException {
        Thread caller = Thread.currentThread();

        Throwable failure = catchThrowable(() -> run(plain(), once(caller::interrupt)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).hasMessageContaining("Interrupted while copying t");
        assertBothAreFree();
    }

    /** Neither side would notice by itself: the source's rows have nowhere to go, the target waits for a lock. */
    @Test
    void anInterruptEndsACopyWhoseTargetIsStuck() throws SQLException {
        blockInserts();
        try (Connection blocker = local.connect("test");
                Statement statement = blocker.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(1)");
            Throwable failure = interrupted(() -> awaitBackend(prod, SOURCE, "wait_event = 'ClientWrite'"));

            assertThat(failure).hasMessageContaining("Interrupted while copying t");
            assertBothAreFree();
        }
    }

    @Test
    void anInterruptEndsACopyWhoseSourceIsStuck() throws SQLException {
        TableCopy copy = plain().where("id < 100 OR pg_sleep(1000) IS NULL");
        AtomicReference<Throwable> failure = new AtomicReference<>();

        failure.set(interrupted(copy, () -> awaitBackend(prod, SOURCE, "wait_event = 'PgSleep'")));

        assertThat(failure.get()).hasMessageContaining("Interrupted while copying t");
        assertBothAreFree();
    }

    @Test
    void anInterruptEndsACopyThatWaitsForATableOfTheTarget() throws SQLException {
        try (Connection blocker = local.connect("test");
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE t");

            assertThat(interrupted(() -> awaitBackend(local, TARGET, "wait_event_type = 'Lock'")))
                    .hasMessageContaining("Interrupted while copying t");
        }
        assertBothAreFree();
    }

    /** A link that swallows everything: the server ends the statement, and nobody hears of it. */
    @Test
    void aSourceThatIsNotHeardOfAnyMoreIsLeftAfterAWhile() throws Exception {
        Thread caller = Thread.currentThread();
        CountDownLatch over = new CountDownLatch(1);
        try (TcpProxy link = new TcpProxy(prod);
                Connection stuck = link.through(prod).connectReadOnly(SOURCE)) {
            LinkStop stop = link.stopAt(".*", "COPY", LinkStop.Moment.BEFORE_ANSWER, () -> {
                caller.interrupt();
                await(over);
            });
            Throwable failure = catchThrowable(() -> new CopyRun(
                            plain(),
                            new TableCopy.Side("prod", stuck),
                            new TableCopy.Side("local", target),
                            flow,
                            false,
                            (rows, bytes) -> {},
                            new CopyRun.Bounds(Long.MAX_VALUE, Duration.ofMillis(1)))
                    .run());
            over.countDown();

            assertThat(Thread.interrupted()).isTrue();
            stop.assertDone();
            assertThat(failure).hasMessageContaining("Interrupted while copying t");
            assertThat(stuck.isClosed()).isTrue();
            assertFree(target);
            assertNothingIsHeld();
        }
    }

    @Test
    void aTargetThatIsStuckDoesNotLetTheSourceRunAhead() throws SQLException {
        blockInserts();
        AtomicInteger masked = new AtomicInteger();
        TableCopy copy = copy(CopyFormat.BINARY, value -> {
            masked.incrementAndGet();
            return value;
        });
        try (Connection blocker = local.connect("test");
                Statement statement = blocker.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(1)");
            interrupted(copy, () -> awaitBackend(prod, SOURCE, "wait_event = 'ClientWrite'"));
        }
        // What is in flight, and what the operating system's buffers hold of the way to the target.
        assertThat(masked.get()).isPositive().isLessThan(ROWS / 2);
        assertThat(flow.mostBytesInFlight()).isBetween(1L, 1L << 20);
        assertNothingIsHeld();
    }

    @Test
    void aLimitOfBytesASecondHoldsTheSourceUp() throws SQLException {
        AtomicInteger masked = new AtomicInteger();
        TableCopy copy = copy(CopyFormat.BINARY, value -> {
            masked.incrementAndGet();
            return value;
        });
        CopyFlow slow = new CopyFlow(1 << 20, OptionalLong.of(1000));

        Throwable failure = interrupted(
                () -> copy.run(
                        new TableCopy.Side("prod", source),
                        new TableCopy.Side("local", target),
                        slow,
                        (rows, bytes) -> {}),
                () -> awaitBackend(prod, SOURCE, "wait_event = 'ClientWrite'"));

        assertThat(failure).hasMessageContaining("Interrupted while copying t");
        assertThat(masked.get()).isBetween(1, 100);
        assertBothAreFree();
    }

    @Test
    void afterAllTheseEndsTheNextCopyRuns() throws SQLException {
        Thread caller = Thread.currentThread();
        for (int i = 0; i < 10; i++) {
            catchThrowable(() -> run(plain(), once(caller::interrupt)));
            assertThat(Thread.interrupted()).isTrue();
            source.rollback();
            target.rollback();
        }

        assertThat(run(plain(), (rows, bytes) -> {}).written()).isEqualTo(ROWS);
        assertNothingIsHeld();
    }

    private void blockInserts() {
        server.execute(
                local,
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.id = 5 THEN PERFORM pg_advisory_xact_lock(1); END IF; RETURN NEW; END'",
                "CREATE TRIGGER wait BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION wait()");
    }

    private Throwable interrupted(Runnable await) {
        return interrupted(plain(), await);
    }

    private Throwable interrupted(TableCopy copy, Runnable await) {
        return interrupted(() -> run(copy, (rows, bytes) -> {}), await);
    }

    /** What a copy ends with that is interrupted once somebody has seen what there is to be awaited. */
    private static Throwable interrupted(ThrowingCallable run, Runnable await) {
        Thread caller = Thread.currentThread();
        AtomicReference<Throwable> unseen = new AtomicReference<>();
        Thread watch = new Thread(() -> {
            try {
                await.run();
            } catch (Throwable e) {
                unseen.set(e);
            }
            caller.interrupt();
        });
        watch.start();
        Throwable failure = catchThrowable(run);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(unseen.get()).isNull();
        return failure;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitBackend(Database database, String name, String condition) {
        for (int i = 0; i < 3000; i++) {
            String waiting = server.value(
                    database,
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sync " + name + "' AND "
                            + condition);
            if (waiting.equals("1")) {
                return;
            }
            server.execute(database, "SELECT pg_sleep(0.01)");
        }
        throw new AssertionError("it never came to " + condition);
    }

    private static void terminate(Database database, String name) {
        server.query(
                database,
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'sync " + name
                        + "'");
    }

    private static TableCopy.Progress once(Runnable deed) {
        boolean[] done = {false};
        return (rows, bytes) -> {
            if (!done[0]) {
                done[0] = true;
                deed.run();
            }
        };
    }

    private void assertBothAreFree() throws SQLException {
        assertFree(source);
        assertFree(target);
        assertThat(server.value(local, "SELECT count(*) FROM t")).isEqualTo("0");
        assertNothingIsHeld();
    }

    /** Nothing of the COPY comes in the way of what is asked next, nor does a cancel that comes late. */
    private static void assertFree(Connection connection) throws SQLException {
        connection.rollback();
        try (Statement again = connection.createStatement();
                var row = again.executeQuery("SELECT 'here' FROM pg_sleep(0.1)")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("here");
        }
    }

    /** All of the memory can be taken again. */
    private void assertNothingIsHeld() {
        assertThat(flow.bytesInFlight()).isZero();
    }

    private TableCopy.Result run(TableCopy copy, TableCopy.Progress progress) {
        return copy.run(new TableCopy.Side("prod", source), new TableCopy.Side("local", target), flow, progress);
    }

    private TableCopy.Result run(TableCopy copy, TableCopy.Progress progress, long statementBytes) {
        return new CopyRun(
                        copy,
                        new TableCopy.Side("prod", source),
                        new TableCopy.Side("local", target),
                        flow,
                        false,
                        progress,
                        new CopyRun.Bounds(statementBytes, Duration.ofSeconds(15)))
                .run();
    }

    private static TableCopy plain() {
        return new TableCopy(T, T, List.of(column("id", null), column("v", null))).as(FormatChoice.binary(Set.of()));
    }

    private static TableCopy copy(CopyFormat format, UnaryOperator<byte[]> mask) {
        return new TableCopy(T, T, List.of(column("id", null), column("v", mask)))
                .as(new FormatChoice(format, Optional.empty(), Optional.empty(), Set.of()));
    }

    private static TableCopy.Column column(String name, UnaryOperator<byte[]> mask) {
        return new TableCopy.Column(name, Optional.ofNullable(mask));
    }
}
