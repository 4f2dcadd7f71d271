package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SwapSessionsTest {

    private static final int APPLICATIONS = 8;

    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    private final SwapFixture fixture = new SwapFixture(server);

    @Test
    void applicationsThatComeBackAtOnceDoNotKeepTheDatabaseInUse() throws Exception {
        Database target = fixture.target("busy");
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch connected = new CountDownLatch(APPLICATIONS);
        ExecutorService threads = Executors.newFixedThreadPool(APPLICATIONS);
        List<Future<String>> applications = new ArrayList<>();
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            fixture.fill(swap.fresh(), "new");
            for (int i = 0; i < APPLICATIONS; i++) {
                applications.add(threads.submit(() -> application(target, connected, over)));
            }
            connected.await();

            Swapped swapped = swap.run();

            assertThat(swapped.sessionsEnded()).isGreaterThanOrEqualTo(APPLICATIONS);
            assertThat(fixture.content(target)).isEqualTo("new");
            over.set(true);
            for (Future<String> application : applications) {
                assertThat(application.get()).isEqualTo("new");
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        assertThat(fixture.family(target)).containsExactly(target.url().database());
    }

    /** Connects anew as soon as its connection is lost, as pools do; what it read last. */
    private static String application(Database target, CountDownLatch connected, AtomicBoolean over) {
        String read = "";
        while (!over.get() || !read.equals("new")) {
            try (Connection connection = target.connect("test");
                    Statement statement = connection.createStatement()) {
                do {
                    try (var row = statement.executeQuery("SELECT text FROM content")) {
                        row.next();
                        read = row.getString(1);
                    }
                    connected.countDown();
                } while (!over.get());
            } catch (SQLException | SyncException e) {
                // Comes back.
                read = "";
            }
        }
        return read;
    }

    @Test
    void sessionsInTheNewDatabaseAreEndedAsWell() throws Exception {
        Database target = fixture.target("watched");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            fixture.fill(swap.fresh(), "new");
            try (Connection monitoring = swap.fresh().connect("test")) {
                assertThat(swap.run().sessionsEnded()).isPositive();
                assertThat(monitoring.isValid(1)).isFalse();
            }
        }
        assertThat(fixture.content(target)).isEqualTo("new");
    }

    @Test
    void aTransactionThatRunsInTheTargetIsEnded() throws Exception {
        Database target = fixture.target("writing");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none());
                Connection writing = target.connect("test");
                Statement statement = writing.createStatement()) {
            fixture.fill(swap.fresh(), "new");
            writing.setAutoCommit(false);
            statement.execute("INSERT INTO content VALUES ('lost')");

            swap.run();

            assertThatThrownBy(writing::commit).isInstanceOf(SQLException.class);
        }
        assertThat(fixture.content(target)).isEqualTo("new");
    }

    @Test
    void theSessionsThatWillBeEndedAreKnownBefore() throws Exception {
        Database target = fixture.target("known");
        server.execute(target, "CREATE ROLE known_user LOGIN PASSWORD 'x'");
        try (Connection asking = target.connect("test plan");
                Connection one = target.connect("test orders");
                Connection two = target.connect("test orders");
                Connection other = server.as(target, "known_user", "x").connect("test jobs")) {
            assertThat(groups(asking))
                    .extracting(TargetSessions.Group::shown)
                    .containsExactly("2 of sync test orders (role postgres)", "1 of sync test jobs (role known_user)");
            assertThat(groups(asking)).allMatch(TargetSessions.Group::canBeEnded);
            assertThat(groups(other))
                    .filteredOn(group -> !group.canBeEnded())
                    .extracting(TargetSessions.Group::application)
                    .containsExactly("sync test orders", "sync test plan");
            assertThat(List.of(one, two)).allMatch(SwapSessionsTest::isOpen);
        }
    }

    /** Without those of the fixture, which may not have ended yet. */
    private static List<TargetSessions.Group> groups(Connection asking) throws SQLException {
        return DatabaseSwap.sessions(asking).groups().stream()
                .filter(group -> !group.application().equals("sync test"))
                .toList();
    }

    private static boolean isOpen(Connection connection) {
        try {
            return connection.isValid(5);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSessionThatTheRoleMayNotEndIsNamedAndNothingIsChanged() throws Exception {
        Database target = fixture.target("beyond");
        Database weak = ownedBy("beyond_user", target);
        List<String> before = fixture.seenFromOutside(target);
        try (DatabaseSwap swap = DatabaseSwap.create(weak, EventSink.none())) {
            server.execute(swap.fresh(), "CREATE TABLE content AS SELECT 'new' AS text");
            try (Connection dba = target.connect("test by a dba")) {
                assertThatThrownBy(swap::run)
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("1 of sync test by a dba (role postgres)")
                        .hasMessageContaining("pg_signal_backend");
                assertThat(dba.isValid(5)).isTrue();
                assertThat(fixture.seenFromOutside(target)).isEqualTo(before);
            }
            assertThat(fixture.content(target)).isEqualTo("old");

            swap.run();
        }
        assertThat(fixture.content(target)).isEqualTo("new");
    }

    private static Database ownedBy(String role, Database target) {
        server.execute(
                target,
                "CREATE ROLE " + role + " LOGIN CREATEDB PASSWORD 'x'",
                "ALTER DATABASE " + Sql.identifier(target.url().database()) + " OWNER TO " + role);
        return server.as(target, role, "x");
    }

    @Test
    void theSessionsOfAPromotionAreNotEndedForAPull() throws Exception {
        Database target = fixture.target("promoted");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none());
                Connection promotion = target.connect("promote lock")) {
            fixture.fill(swap.fresh(), "new");

            assertThatThrownBy(swap::run).isInstanceOf(RefusedException.class).hasMessageContaining("promotion");

            assertThat(promotion.isValid(5)).isTrue();
        }
        assertThat(fixture.content(target)).isEqualTo("old");
    }

    /** Fifteen seconds: the server itself waits for five each time. */
    @Test
    @Tag("exhaustive")
    void aSessionThatStaysIsNamedAfterAWhileAndTheSwapCanBeRunAgain() throws Exception {
        Database target = fixture.target("stays");
        Database weak = ownedBy("stays_user", target);
        List<String> before = fixture.seenFromOutside(target);
        AtomicReference<Connection> dba = new AtomicReference<>();
        try (TcpProxy proxy = new TcpProxy(target);
                DatabaseSwap swap = DatabaseSwap.create(proxy.through(weak), EventSink.none())) {
            server.execute(swap.fresh(), "CREATE TABLE content AS SELECT 'new' AS text");
            LinkStop stop = proxy.stopAt(
                    "sync swap",
                    "pg_current_xact_id",
                    LinkStop.Moment.BEFORE_REQUEST,
                    () -> dba.set(target.connect("test by a dba")));

            assertThatThrownBy(swap::run)
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("1 of sync test by a dba (role postgres)")
                    .hasMessageContaining("nothing was changed");

            stop.assertDone();
            assertThat(fixture.content(target)).isEqualTo("old");
            assertThat(fixture.seenFromOutside(target)).isEqualTo(before);
            dba.get().close();
            swap.run();
        }
        assertThat(fixture.content(target)).isEqualTo("new");
    }
}
