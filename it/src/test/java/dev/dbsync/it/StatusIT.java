package dev.dbsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.maven.RunReport;
import dev.dbsync.it.quickstart.Shop;
import dev.dbsync.it.quickstart.ShopServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusIT {

    @RegisterExtension
    static final ShopServer shops = new ShopServer();

    @Test
    void everyLinkOfTheChainIsReportedInOrder() {
        Shop shop = shops.shop();

        MavenRun.Result run = shop.maven("sync:status");

        assertThat(run.exitCode()).as(run.output()).isZero();
        RunReport report = shop.report("status");
        assertThat(report.text("goal")).isEqualTo("status");
        assertThat(report.isTrue("inSync")).isFalse();
        assertThat(report.json().required("chain").valueStream().map(name -> name.asString()))
                .containsExactly("dev", "test", "prod");
        assertThat(report.texts("links", "from")).containsExactly("dev", "test");
        assertThat(report.texts("links", "to")).containsExactly("test", "prod");
        assertThat(report.texts("links", "verdict")).containsExactly("BEHIND", "BEHIND");
        var toTest = report.element("links", "to", "test");
        assertThat(toTest.required("pending")
                        .valueStream()
                        .map(pending -> pending.required("script").asString()))
                .containsExactly("V11__loyalty_accounts.sql", "V12__refunds.sql", "R__order_overview.sql");
        assertThat(toTest.required("divergences").isEmpty()).isTrue();
        var fees = toTest.required("lookups")
                .valueStream()
                .filter(table -> table.required("table").asString().endsWith("fee_item"))
                .findFirst()
                .orElseThrow();
        assertThat(fees.required("insert").asLong()).isEqualTo(2);
        assertThat(fees.required("update").asLong()).isEqualTo(1);
        assertThat(fees.required("delete").asLong()).isEqualTo(1);
        var prod = report.element("environments", "name", "prod");
        assertThat(prod.required("reachable").booleanValue()).isTrue();
        assertThat(prod.required("version").asString()).isEqualTo("8");
        assertThat(run.output()).contains("sync:promote -Dto=test");
    }

    @Test
    void aPipelineCanBeMadeToFailWhenALinkIsBehind() {
        Shop shop = shops.shop();

        MavenRun.Result run = shop.maven("sync:status", "-Dsync.failIfOutOfSync");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("BUILD FAILURE");
        assertThat(shop.report("status").isTrue("inSync")).isFalse();
    }

    @Test
    void aChainInSyncPassesThePipeline() {
        Shop shop = shops.shopInSync();

        MavenRun.Result run = shop.maven("sync:status", "-Dsync.failIfOutOfSync");

        assertThat(run.exitCode()).as(run.output()).isZero();
        RunReport report = shop.report("status");
        assertThat(report.isTrue("inSync")).isTrue();
        assertThat(report.texts("links", "verdict")).containsExactly("IN_SYNC", "IN_SYNC");
    }

    @Test
    void anUnreachableEnvironmentDoesNotHideTheOthers() throws IOException {
        Shop shop = shops.shop();
        shop.edit(
                Shop.address("test", shop.test()),
                "  test: { url: \"jdbc:postgresql://127.0.0.1:" + closedPort()
                        + "/shop\", user: shop, password: s3cret }");

        MavenRun.Result run = shop.maven("sync:status");

        assertThat(run.exitCode()).as(run.output()).isZero();
        RunReport report = shop.report("status");
        assertThat(report.texts("links", "verdict")).containsExactly("UNREACHABLE", "UNREACHABLE");
        var test = report.element("environments", "name", "test");
        assertThat(test.required("reachable").booleanValue()).isFalse();
        assertThat(test.required("error").asString()).isNotBlank();
        assertThat(report.element("environments", "name", "prod")
                        .required("version")
                        .asString())
                .isEqualTo("8");
        assertThat(run.output()).doesNotContain("s3cret");
        assertThat(report.json().toString()).doesNotContain("s3cret");
    }

    @Test
    void statusChangesNothing() {
        Shop shop = shops.shop();
        String before = shop.state(shop.test());

        shop.maven("sync:status");

        assertThat(shop.state(shop.test())).isEqualTo(before);
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
