package dev.dbsync.it.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopSeedIT {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private final ShopSeed seed = new ShopSeed(new Quickstart(Path.of("quickstart")));

    @Test
    void theStagesOfTheShopAreEachBehindTheOther() {
        Database dev = server.createDatabase("dev");
        Database test = server.createDatabase("test");
        Database prod = server.createDatabase("prod");

        seed.dev(dev, 200);
        seed.test(test, 200);
        seed.prod(prod, 2_000);

        String version = "SELECT max(version::int) FROM flyway_schema_history WHERE success";
        assertThat(server.value(dev, version)).isEqualTo("12");
        assertThat(server.value(test, version)).isEqualTo("10");
        assertThat(server.value(prod, version)).isEqualTo("8");
        String lookups = "SELECT (SELECT count(*) FROM fee_group), (SELECT string_agg(code, ' ' ORDER BY id) FROM"
                + " fee_item), (SELECT count(*) FROM email_template)";
        assertThat(server.value(dev, lookups))
                .isEqualTo("4|standard express eu-standard invoice pickup-point return-label ch-standard|3");
        assertThat(server.value(test, lookups))
                .isEqualTo("3|standard express eu-standard invoice cheque pickup-point|3");
        assertThat(server.value(prod, lookups)).isEqualTo("3|standard express eu-standard invoice cheque|3");
        assertThat(server.value(
                        prod, "SELECT count(*), count(DISTINCT lower(email)), count(referred_by) FROM customers"))
                .isEqualTo("2000|2000|200");
        assertThat(server.value(prod, "SELECT count(*) > 500 FROM payments")).isEqualTo("t");
        assertThat(server.value(dev, "SELECT count(*) > 10 FROM loyalty_accounts"))
                .isEqualTo("t");
    }
}
