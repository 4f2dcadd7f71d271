package dev.dbsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.maven.RunReport;
import dev.dbsync.it.quickstart.Shop;
import dev.dbsync.it.quickstart.ShopServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PullProdIT {

    private static final String CUSTOMERS = "SELECT count(*) FROM customers";

    @RegisterExtension
    static final ShopServer shops = new ShopServer();

    @Test
    void anEmptyDatabaseGetsProductionsSchemaAndItsRowsMasked() {
        Shop shop = shops.shopInSync();

        MavenRun.Result run = shop.maven("sync:pull-prod");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("PULLED");
        RunReport report = shop.report("pull-prod");
        assertThat(report.text("goal")).isEqualTo("pull-prod");
        assertThat(report.text("from")).isEqualTo("prod");
        assertThat(report.text("to")).isEqualTo("local");
        assertThat(report.text("outcome")).isEqualTo("PULLED");
        assertThat(report.json().required("verification").isObject()).isTrue();
        var customers = report.json()
                .required("tables")
                .valueStream()
                .filter(table -> table.required("table").asString().endsWith("customers"))
                .findFirst()
                .orElseThrow();
        assertThat(customers.required("rows").asLong()).isEqualTo(60);
        assertThat(customers.required("format").asString()).isIn("text", "binary");
        assertThat(customers.required("masked").valueStream().map(column -> column.asString()))
                .contains("email", "full_name", "phone");
        assertThat(customers.required("seconds").isNumber()).isTrue();
        assertThat(shop.version(shop.local())).isEqualTo("12");
        noPersonLeftProduction(shop);
        whatIsNotMaskedIsEqual(shop);
        assertThat(shop.report("masking").text("state")).isEqualTo("PULLED");
        assertThat(shop.report("masking").json().at("/proof/holds").asBoolean()).isTrue();
    }

    @Test
    void aPreviewShowsWhatMasksMakeAndNothingOfProduction() {
        Shop shop = shops.shopInSync();

        MavenRun.Result run = shop.maven("sync:preview");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("PREVIEW", "customers.email: email", "becomes", "@example.com");
        assertThat(shop.report("masking").text("state")).isEqualTo("PREVIEW");
        MavenRun.Result raw = shop.maven("sync:preview", "-Dsync.showValues");
        assertThat(raw.exitCode()).isNotZero();
        assertThat(raw.output()).contains("on a terminal only");
    }

    @Test
    void aDryRunCopiesNothing() {
        Shop shop = shops.shopInSync();

        MavenRun.Result run = shop.maven("sync:pull-prod", "-Dsync.dryRun");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(shop.report("pull-prod").text("outcome")).isEqualTo("DRY_RUN");
        assertThat(shop.server().value(shop.local(), "SELECT to_regclass('customers') IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void aProtectedTargetIsRefusedWhateverIsSaid() {
        Shop shop = shops.shopInSync();
        String before = shop.state(shop.prod());

        for (String answer : List.of("-Dsync.confirm=yes", "-Dsync.dryRun=false")) {
            MavenRun.Result run = shop.maven("sync:pull-prod", "-Dto=prod", answer);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(shop.report("pull-prod").text("outcome")).isEqualTo("REFUSED");
        }
        assertThat(shop.state(shop.prod())).isEqualTo(before);
        assertThat(shop.server().value(shop.prod(), CUSTOMERS)).isEqualTo("60");
    }

    @Test
    void anEnvironmentThatIsMarkedProtectedIsRefusedToo() throws Exception {
        Shop shop = shops.shopInSync();
        String address = Shop.address("local", shop.local());
        shop.edit(address, address.replace(" }", ", protected: true }"));

        MavenRun.Result run = shop.maven("sync:pull-prod", "-Dsync.confirm=yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(shop.report("pull-prod").text("outcome")).isEqualTo("REFUSED");
    }

    @Test
    void productionUnderAnotherNameIsRecognised() throws Exception {
        Shop shop = shops.shopInSync();
        shop.edit(
                Shop.address("local", shop.local()),
                Shop.address("local", shop.prod()).replace("127.0.0.1", "localhost"));

        MavenRun.Result run = shop.maven("sync:pull-prod", "-Dsync.confirm=yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(shop.report("pull-prod").text("outcome")).isEqualTo("REFUSED");
        assertThat(shop.server().value(shop.prod(), CUSTOMERS)).isEqualTo("60");
    }

    @Test
    void aColumnThatNobodyClassifiedStopsThePullAndPrintsTheRuleToPaste() throws Exception {
        Shop shop = shops.shopInSync();
        shop.edit("      phone: phone\n", "");

        MavenRun.Result run = shop.maven("sync:pull-prod");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(shop.report("pull-prod").text("outcome")).isEqualTo("REFUSED");
        assertThat(run.output()).contains("customers").contains("phone: phone");
        assertThat(shop.server().value(shop.local(), "SELECT to_regclass('customers') IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void aMisspeltColumnOfARuleIsNamedWithItsLine() throws Exception {
        Shop shop = shops.shopInSync();
        shop.edit("      email: email\n", "      emial: email\n");

        MavenRun.Result run = shop.maven("sync:pull-prod");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("emial").contains("sync.yaml:");
    }

    @Test
    void onlyTheTablesThatWereAskedForAreCopied() {
        Shop shop = shops.shopInSync();

        MavenRun.Result run = shop.maven("sync:pull-prod", "-Dsync.tables=customers,fee_*");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(shop.server().value(shop.local(), CUSTOMERS)).isEqualTo("60");
        assertThat(shop.server().value(shop.local(), "SELECT count(*) FROM orders"))
                .isEqualTo("0");
    }

    private static void noPersonLeftProduction(Shop shop) {
        for (String column : List.of("email", "full_name", "password_hash")) {
            String values = "SELECT string_agg(" + column + ", '|' ORDER BY id) FROM customers";
            List<String> real = List.of(shop.server().value(shop.prod(), values).split("\\|"));
            List<String> masked =
                    List.of(shop.server().value(shop.local(), values).split("\\|"));
            assertThat(masked).as(column).hasSameSizeAs(real).doesNotContainAnyElementsOf(real);
        }
    }

    private static void whatIsNotMaskedIsEqual(Shop shop) {
        for (String sql : List.of(
                "SELECT string_agg(concat_ws(' ', id, country, created_at, referred_by), ';' ORDER BY id) FROM customers",
                "SELECT string_agg(concat_ws(' ', id, number, status, gross, placed_at), ';' ORDER BY id) FROM orders",
                "SELECT string_agg(concat_ws(' ', tableoid::regclass, id, order_id, amount), ';' ORDER BY id) FROM payments",
                "SELECT string_agg(i::text, ';' ORDER BY order_id, line) FROM order_items i",
                "SELECT string_agg(f::text, ';' ORDER BY id) FROM fee_item f")) {
            assertThat(shop.server().value(shop.local(), sql))
                    .as(sql)
                    .isEqualTo(shop.server().value(shop.prod(), sql));
        }
        Database local = shop.local();
        assertThat(shop.server().value(local, "SELECT nextval(pg_get_serial_sequence('customers', 'id'))"))
                .isEqualTo("61");
        assertThat(shop.server().value(local, "SELECT count(*) FROM audit_log")).isEqualTo("0");
    }
}
