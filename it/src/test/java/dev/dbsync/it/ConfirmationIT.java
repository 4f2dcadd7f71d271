package dev.dbsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.maven.TerminalRun;
import dev.dbsync.it.quickstart.Shop;
import dev.dbsync.it.quickstart.ShopServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person types before a database is written: at a pseudo-terminal, and by scripted input. */
class ConfirmationIT {

    private static final String PHRASE = "SYNC TO PRODUCTION";

    @RegisterExtension
    static final ShopServer shops = new ShopServer();

    @Test
    void aTypedYesPromotesToAnUnprotectedTarget() {
        Shop shop = shops.shop();
        try (TerminalRun terminal = terminal(shop, "sync:promote", "-Dto=test")) {
            terminal.await("yes").type("yes");

            assertThat(terminal.end()).as(terminal.screen()).isZero();
            assertThat(terminal.screen()).contains("PROMOTED");
        }
        assertThat(shop.version(shop.test())).isEqualTo("12");
    }

    @Test
    void productionAsksTwice() {
        Shop shop = shops.shop();
        try (TerminalRun terminal = terminal(shop, "sync:promote", "-Dto=prod")) {
            terminal.await("yes").type("yes").await(PHRASE).type(PHRASE);

            assertThat(terminal.end()).as(terminal.screen()).isZero();
        }
        assertThat(shop.version(shop.prod())).isEqualTo("10");
    }

    @Test
    void aYesAloneIsNotEnoughForProduction() {
        Shop shop = shops.shop();
        String before = shop.state(shop.prod());
        try (TerminalRun terminal = terminal(shop, "sync:promote", "-Dto=prod")) {
            terminal.await("yes").type("yes").await(PHRASE).type("sync to production");

            assertThat(terminal.end()).as(terminal.screen()).isEqualTo(1);
        }
        assertThat(shop.report("promote").text("outcome")).isEqualTo("REFUSED");
        assertThat(shop.state(shop.prod())).isEqualTo(before);
    }

    @Test
    void anEmptyLineAndANoAreNoConfirmation() {
        Shop shop = shops.shop();
        String before = shop.state(shop.test());
        try (TerminalRun terminal = terminal(shop, "sync:promote", "-Dto=test")) {
            // Maven 3 takes the empty line for the answer, Maven 4 asks again.
            terminal.await("yes").type("").type("no");

            assertThat(terminal.end()).as(terminal.screen()).isEqualTo(1);
        }
        assertThat(shop.state(shop.test())).isEqualTo(before);
    }

    @Test
    void pipedAnswersCountAsTypedOnes() {
        Shop shop = shops.shop();

        MavenRun.Result run = shop.mavenReading(List.of("yes", PHRASE), "sync:promote", "-Dto=prod");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(shop.version(shop.prod())).isEqualTo("10");
    }

    @Test
    void inputThatEndsBeforeThePhraseIsNoConfirmation() {
        Shop shop = shops.shop();
        String before = shop.state(shop.prod());

        MavenRun.Result run = shop.mavenReading(List.of("yes"), "sync:promote", "-Dto=prod");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(shop.report("promote").text("outcome")).isEqualTo("REFUSED");
        assertThat(shop.state(shop.prod())).isEqualTo(before);
    }

    @Test
    void batchModeNeverReadsWhatIsTyped() {
        Shop shop = shops.shop();
        String before = shop.state(shop.test());

        MavenRun.Result run = shop.mavenReading(List.of("yes"), "-B", "sync:promote", "-Dto=test");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(shop.report("promote").text("outcome")).isEqualTo("REFUSED");
        assertThat(shop.state(shop.test())).isEqualTo(before);
    }

    private static TerminalRun terminal(Shop shop, String... arguments) {
        assumeTrue(TerminalRun.isPossible(), "no 'script' of util-linux here, so there is no pseudo-terminal");
        return TerminalRun.start(shop.setup(), shop.project().directory(), arguments);
    }
}
