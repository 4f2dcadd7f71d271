package dev.dbsync.it;

import static dev.dbsync.core.testing.DatabaseState.difference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.DatabaseState;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.PromotePlace;
import dev.dbsync.core.testing.Sessions;
import dev.dbsync.core.testing.TcpProxy;
import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.quickstart.Shop;
import dev.dbsync.it.quickstart.ShopServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Maven that is killed, and one whose sessions are ended, in the middle of a promotion. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PromoteFaultsIT {

    @RegisterExtension
    static final ShopServer shops = new ShopServer();

    private static final String[] PROMOTE = {"sync:promote", "-Dto=test", "-Dsync.confirm=yes"};

    private static DatabaseState state;
    private static List<String> promoted;

    @BeforeAll
    static void whatItMustComeTo() {
        Shop shop = shops.shop();
        // The merge makes a trigger of the shop write its log; a sequence does not go back.
        state = new DatabaseState(shop.server(), "public.audit_log_id_seq");
        MavenRun.Result run = shop.maven(PROMOTE);
        assertThat(run.exitCode()).as(run.output()).isZero();
        promoted = content(shop);
    }

    @ParameterizedTest
    @EnumSource(names = {"AMID_THE_LOOKUP_MERGE", "AFTER_COMMIT"})
    void aMavenThatIsKilledLeavesTheTargetAsItWasOrPromotedWhole(PromotePlace place) throws Exception {
        kill(place);
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AMID_THE_LOOKUP_MERGE", "AFTER_COMMIT"})
    void soItIsWhereverMavenIsKilled(PromotePlace place) throws Exception {
        kill(place);
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_COMMIT"})
    void aMavenWhoseLinkIsCutSaysWhatBecameOfThePromotion(PromotePlace place) throws Exception {
        cut(place);
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AFTER_COMMIT")
    void soItDoesWhereverTheLinkIsCut(PromotePlace place) throws Exception {
        cut(place);
    }

    private static void kill(PromotePlace place) throws IOException, InterruptedException {
        Shop shop = shops.shop();
        List<String> before = state.exact(shop.test());
        try (TcpProxy link = reachedThrough(shop)) {
            CompletableFuture<Process> started = new CompletableFuture<>();
            LinkStop stop = stop(place, link, () -> kill(started.join(), link));
            Path output = shop.project().directory().resolve("killed.log");
            Process maven = new MavenRun(shop.setup(), shop.project().directory()).start(output, PROMOTE);
            started.complete(maven);
            maven.waitFor();
            stop.assertDone();
            assertThat(lines(shop, "started.jsonl")).singleElement().asString().contains("STARTED", "\"test\"");
            assertThat(lines(shop, "journal.jsonl")).isEmpty();
            assertThat(shop.project().report("promote")).doesNotExist();

            assertAsBeforeOrPromoted(shop, before, place.isCommitted());
            assertTheNextRunFinishes(shop, place.isCommitted());
        }
    }

    private static void cut(PromotePlace place) throws IOException, InterruptedException {
        Shop shop = shops.shop();
        List<String> before = state.exact(shop.test());
        try (TcpProxy link = reachedThrough(shop)) {
            LinkStop stop = stop(place, link, link::cut);

            MavenRun.Result run = shop.maven(PROMOTE);

            stop.assertDone();
            String outcome = place.isCommitted() ? "PROMOTED" : "FAILED";
            assertThat(run.exitCode()).as(run.output()).isEqualTo(place.isCommitted() ? 0 : 1);
            assertThat(run.output()).contains(outcome);
            assertThat(shop.report("promote").text("outcome")).isEqualTo(outcome);
            assertThat(lines(shop, "journal.jsonl")).singleElement().asString().contains('"' + outcome + '"');
            assertAsBeforeOrPromoted(shop, before, place.isCommitted());
            assertTheNextRunFinishes(shop, place.isCommitted());
        }
    }

    private static void assertAsBeforeOrPromoted(Shop shop, List<String> before, boolean isCommitted) {
        Sessions sessions = new Sessions(shop.server(), shop.test());
        sessions.awaitGone();
        assertThat(sessions.advisoryLocks()).isEmpty();
        assertThat(isCommitted ? difference(promoted, content(shop)) : difference(before, state.exact(shop.test())))
                .isEmpty();
        MavenRun.Result status = shop.maven("sync:status");
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(shop.report("status")
                        .element("links", "to", "test")
                        .required("verdict")
                        .asString())
                .isEqualTo(isCommitted ? "IN_SYNC" : "BEHIND");
    }

    private static void assertTheNextRunFinishes(Shop shop, boolean isCommitted) {
        MavenRun.Result again = shop.maven(PROMOTE);
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(shop.report("promote").text("outcome")).isEqualTo(isCommitted ? "NOTHING_TO_DO" : "PROMOTED");
        assertThat(difference(promoted, content(shop))).isEmpty();
    }

    private static LinkStop stop(PromotePlace place, TcpProxy link, Runnable deed) {
        return place.stop(link, "V11__loyalty_accounts.sql", "R__order_overview.sql", deed);
    }

    private static TcpProxy reachedThrough(Shop shop) throws IOException {
        TcpProxy link = new TcpProxy(shop.test());
        shop.edit(Shop.address("test", shop.test()), Shop.address("test", link.through(shop.test())));
        return link;
    }

    /** The JVM alone, as the kernel would when memory runs out; what it started, it leaves behind. */
    private static void kill(Process maven, TcpProxy link) {
        try {
            maven.destroyForcibly().waitFor();
            // What it said last is lost with it: else it would only seem to have been killed before that.
            link.cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Without the moment at which the promotion ran, and the numbers that the log's sequence gave. */
    private static List<String> content(Shop shop) {
        Database test = shop.test();
        shop.server()
                .execute(
                        test,
                        "UPDATE loyalty_accounts SET opened_at = '2000-01-01'",
                        "ALTER TABLE audit_log DROP COLUMN IF EXISTS id",
                        "UPDATE audit_log SET happened_at = '2000-01-01'");
        return state.content(test);
    }

    private static List<String> lines(Shop shop, String journal) throws IOException {
        Path file = shop.project().directory().resolve(".sync").resolve(journal);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
