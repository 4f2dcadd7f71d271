package dev.dbsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.quickstart.Shop;
import dev.dbsync.it.quickstart.ShopServer;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user sees who made a mistake: a failed build, what is wrong, where, and what to do; never a stack trace. */
class ProblemsIT {

    @RegisterExtension
    static final ShopServer shops = new ShopServer();

    @Test
    void noSyncYaml() throws Exception {
        Shop shop = shops.shop();
        Files.delete(shop.yaml());

        assertThat(failure(shop, "sync:status")).contains("sync.yaml");
    }

    @Test
    void anUnknownKey() throws Exception {
        Shop shop = shops.shop().edit("lookups:", "lookup:");

        assertThat(failure(shop, "sync:validate"))
                .contains("lookup")
                .contains("Did you mean 'lookups'?")
                .containsPattern("sync\\.yaml:\\d+:\\d+");
    }

    @Test
    void anUnsetVariable() throws Exception {
        Shop shop = shops.shop();
        shop.edit(Shop.address("test", shop.test()), "  test: { url: \"${SHOP_TEST_URL_THAT_NOBODY_SET}\" }");

        assertThat(failure(shop, "sync:promote", "-Dto=test"))
                .contains("SHOP_TEST_URL_THAT_NOBODY_SET")
                .containsPattern("sync\\.yaml:\\d+:\\d+");
    }

    @Test
    void aTargetWithoutAName() {
        assertThat(failure(shops.shop(), "sync:promote")).contains("-Dto=");
    }

    @Test
    void aLookupTableWithoutAKey() throws Exception {
        Shop shop = shops.shop();
        for (var database : List.of(shop.dev(), shop.test())) {
            shop.server().execute(database, "CREATE TABLE keyless (word text)");
        }
        shop.edit("  - fee_group\n", "  - fee_group\n  - keyless\n");

        assertThat(failure(shop, "sync:promote", "-Dto=test", "-Dsync.confirm=yes"))
                .contains("keyless")
                .contains("key");
    }

    @Test
    void skippingIsOneLine() {
        Shop shop = shops.shop();

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=prod", "-Dsync.skip");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(shop.version(shop.prod())).isEqualTo("8");
    }

    @Test
    void helpNamesEveryGoal() {
        MavenRun.Result run = shops.shop().maven("sync:help");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains(
                        "sync:status",
                        "sync:promote",
                        "sync:pull-prod",
                        "sync:restore",
                        "sync:backups",
                        "sync:validate");
    }

    private static String failure(Shop shop, String... arguments) {
        MavenRun.Result run = shop.maven(arguments);
        assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
        assertThat(run.output()).contains("BUILD FAILURE").doesNotContain("\tat ", "Exception:");
        return run.output();
    }
}
