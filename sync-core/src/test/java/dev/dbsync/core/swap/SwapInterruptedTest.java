package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.LinkStop.Moment;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.TcpProxy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A swap that dies at each of its statements, before the server hears of it and before Sync hears the answer. */
class SwapInterruptedTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    private static final String MAINTENANCE = "sync swap";

    private static final String RENAMED = "RENAME TO \"[a-z0-9_]*_sync_old\"";

    private final SwapFixture fixture = new SwapFixture(server);

    private enum Fault {
        BACKEND_ENDED,
        LINK_CUT
    }

    private static final List<String> PLACES = List.of(
            "pg_try_advisory_lock",
            "CREATE DATABASE",
            "COMMENT ON DATABASE",
            "REVOKE ALL ON DATABASE",
            TcpProxy.COMMIT,
            "pg_current_xact_id",
            "CONNECTION LIMIT -1",
            "was replaced",
            RENAMED,
            "_sync_new\" RENAME",
            RENAMED + ".." + TcpProxy.COMMIT,
            "DROP DATABASE");

    static Stream<Arguments> places() {
        return PLACES.stream().flatMap(place -> Stream.of(Moment.values()).map(moment -> Arguments.of(place, moment)));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aSwapThatDiesAnywhereLeavesTheTargetWholeAndTheNextOnePutsAllInOrder(String place, Moment moment)
            throws Exception {
        diesAndIsRepaired(place, moment, Fault.LINK_CUT);
    }

    @ParameterizedTest
    @MethodSource("places")
    @Tag("exhaustive")
    void soDoesOneWhoseSessionIsEndedByTheServer(String place, Moment moment) throws Exception {
        diesAndIsRepaired(place, moment, Fault.BACKEND_ENDED);
    }

    private void diesAndIsRepaired(String place, Moment moment, Fault fault) throws Exception {
        Database target = fixture.target("interrupted");
        List<String> outside = fixture.seenFromOutside(target);
        try (TcpProxy proxy = new TcpProxy(target)) {
            LinkStop stop = stop(proxy, place, moment, fault);

            String outcome = outcome(proxy.through(target));

            stop.assertDone();
            awaitGone();
            assertThat(fixture.content(target)).isEqualTo(outcome);
            assertThat(fixture.seenFromOutside(target)).isEqualTo(outside);
            assertThat(outcome).isEqualTo(expected(place, moment));
        }

        repeated(target);

        assertThat(fixture.content(target)).isEqualTo("new");
        assertThat(fixture.family(target)).containsExactly(target.url().database());
        assertThat(fixture.seenFromOutside(target)).isEqualTo(outside);
    }

    private static LinkStop stop(TcpProxy proxy, String place, Moment moment, Fault fault) {
        Runnable deed = fault == Fault.LINK_CUT ? proxy::cut : SwapInterruptedTest::endMaintenance;
        return place.startsWith(RENAMED + "..")
                ? proxy.stopAt(MAINTENANCE, TcpProxy.COMMIT, moment, deed).after(RENAMED)
                : proxy.stopAt(MAINTENANCE, place, moment, deed);
    }

    /** What the target must hold after what Sync said. */
    private String outcome(Database target) {
        try {
            Swapped swapped = fixture.swap(target);
            assertThat(swapped.identity().databaseName()).isEqualTo(target.url().database());
            return "new";
        } catch (SyncException e) {
            assertThat(e.problem().what()).isNotBlank();
            return "old";
        }
    }

    /** A lost reply is no lost swap, and an old database that was not dropped does not undo it. */
    private static String expected(String place, Moment moment) {
        boolean isDone =
                place.equals("DROP DATABASE") || place.startsWith(RENAMED + "..") && moment == Moment.BEFORE_ANSWER;
        return isDone ? "new" : "old";
    }

    private void repeated(Database target) {
        Optional<DatabaseSwap> left = DatabaseSwap.left(target, EventSink.none());
        if (left.isEmpty()) {
            fixture.swap(target);
            return;
        }
        try (DatabaseSwap continued = left.get()) {
            if (server.value(continued.fresh(), "SELECT to_regclass('content')").equals("∅")) {
                fixture.fill(continued.fresh(), "new");
            }
            continued.run();
        }
    }

    private static void endMaintenance() {
        server.execute(
                server.maintenance(),
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'sync swap'");
    }

    /** A backend whose link was cut may be about to end what it is at. */
    private static void awaitGone() {
        for (int i = 0; i < 1000; i++) {
            if (server.value(
                            server.maintenance(),
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'sync swap%'")
                    .equals("0")) {
                return;
            }
            server.execute(server.maintenance(), "SELECT pg_sleep(0.02)");
        }
        throw new AssertionError("there are still sessions");
    }
}
