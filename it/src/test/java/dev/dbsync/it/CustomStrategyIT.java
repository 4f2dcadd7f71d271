package dev.dbsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.maven.MavenSetup;
import dev.dbsync.it.quickstart.Quickstart;
import dev.dbsync.it.quickstart.Shop;
import dev.dbsync.it.quickstart.ShopServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example of a strategy of one's own: it is built, tested by the kit, and masks in a real pull. */
class CustomStrategyIT {

    @RegisterExtension
    static final ShopServer shops = new ShopServer();

    @TempDir
    Path directory;

    @Test
    void aStrategyInAJarOfThePluginsDependenciesMasks() throws IOException {
        Shop shop = shops.shopInSync();
        Path example = new Quickstart(Path.of("custom-strategy"))
                .copyTo(directory.resolve("example"))
                .directory();
        MavenRun.Result build = new MavenRun(online(shop.setup()), example)
                .batch("install", "-Dsync.version=" + System.getProperty("it.version"));
        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(build.output()).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");

        assertThat(shop.maven("sync:pull-prod").exitCode()).isZero();
        assertThat(cards(shop, "[0-9a-f]{16}")).isEqualTo("t");

        useExample(shop);
        MavenRun.Result pull = shop.maven("sync:pull-prod");

        assertThat(pull.exitCode()).as(pull.output()).isZero();
        assertThat(shop.report("pull-prod").text("outcome")).isEqualTo("PULLED");
        assertThat(cards(shop, "TEST-[0-9]{12}")).isEqualTo("t");
    }

    /** What compiles and tests the example is in the build's own repository, which is a remote one to this Maven. */
    private static MavenSetup online(MavenSetup setup) {
        return new MavenSetup(setup.home(), setup.localRepository(), setup.settings(), false);
    }

    private static String cards(Shop shop, String form) {
        return shop.server()
                .value(
                        shop.local(),
                        "SELECT count(*) > 0 AND bool_and(card_number ~ '^" + form + "$') FROM loyalty_accounts");
    }

    private static void useExample(Shop shop) throws IOException {
        shop.edit("      card_number: hash", "      card_number: { strategy: loyalty-card, prefix: TEST }");
        Path pom = shop.project().directory().resolve("pom.xml");
        String before = Files.readString(pom);
        String version = "<version>" + System.getProperty("it.version") + "</version>";
        String after = before.replace(version, version + """

                        <dependencies>
                          <dependency>
                            <groupId>com.example</groupId>
                            <artifactId>masking-strategies</artifactId>
                            <version>1.0.0</version>
                          </dependency>
                        </dependencies>
                """);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(pom, after);
    }
}
