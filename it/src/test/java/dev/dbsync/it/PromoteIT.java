package dev.dbsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.maven.RunReport;
import dev.dbsync.it.quickstart.Shop;
import dev.dbsync.it.quickstart.ShopServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PromoteIT {

    @RegisterExtension
    static final ShopServer shops = new ShopServer();

    @Test
    void aDryRunShowsThePlanAndChangesNothing() {
        Shop shop = shops.shop();
        String before = shop.state(shop.test());

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=test", "-Dsync.dryRun");

        assertThat(run.exitCode()).as(run.output()).isZero();
        RunReport report = shop.report("promote");
        assertThat(report.text("goal")).isEqualTo("promote");
        assertThat(report.text("from")).isEqualTo("dev");
        assertThat(report.text("to")).isEqualTo("test");
        assertThat(report.text("outcome")).isEqualTo("DRY_RUN");
        assertThat(report.text("planId")).isNotBlank();
        assertThat(report.texts("migrations", "script"))
                .containsExactly("V11__loyalty_accounts.sql", "V12__refunds.sql", "R__order_overview.sql");
        assertThat(run.output()).contains("DRY_RUN").contains(report.text("planId"));
        assertThat(shop.state(shop.test())).isEqualTo(before);
    }

    @Test
    void migrationsAndLookupRowsArriveTogetherAfterABackup() {
        Shop shop = shops.shop();

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=test", "-Dsync.confirm=yes");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("PROMOTED");
        RunReport report = shop.report("promote");
        assertThat(report.text("outcome")).isEqualTo("PROMOTED");
        assertThat(report.json()
                        .required("migrations")
                        .valueStream()
                        .map(m -> m.required("atomic").booleanValue()))
                .containsOnly(true);
        var fees = report.json()
                .required("lookups")
                .valueStream()
                .filter(table -> table.required("table").asString().endsWith("fee_item"))
                .findFirst()
                .orElseThrow();
        assertThat(fees.required("inserted").asLong()).isEqualTo(2);
        assertThat(fees.required("updated").asLong()).isEqualTo(1);
        assertThat(fees.required("deleted").asLong()).isEqualTo(1);
        assertThat(shop.project()
                        .directory()
                        .resolve(report.json()
                                .required("backup")
                                .required("path")
                                .asString()))
                .exists();
        assertThat(shop.version(shop.test())).isEqualTo("12");
        String rows = "SELECT string_agg(f::text, ';' ORDER BY id) FROM fee_item f";
        assertThat(shop.server().value(shop.test(), rows))
                .isEqualTo(shop.server().value(shop.dev(), rows));
        assertThat(shop.maven("sync:promote", "-Dto=test").exitCode()).isZero();
        assertThat(shop.report("promote").text("outcome")).isEqualTo("NOTHING_TO_DO");
        assertThat(shop.project().directory().resolve(".sync/journal.jsonl")).exists();
    }

    @Test
    void aPromotionNeverSkipsALink() {
        Shop shop = shops.shop();
        shop.maven("sync:promote", "-Dto=prod", "-Dsync.dryRun");
        RunReport plan = shop.report("promote");
        assertThat(plan.text("from")).isEqualTo("test");

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=prod", "-Dsync.confirm=" + plan.text("planId"));

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(shop.version(shop.prod())).isEqualTo("10");
        assertThat(shop.server().value(shop.prod(), "SELECT count(*) FROM fee_item WHERE code = 'return-label'"))
                .isEqualTo("0");
    }

    @Test
    void productionIsNotPromotedByAYesOfAScript() {
        Shop shop = shops.shop();
        String before = shop.state(shop.prod());

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=prod", "-Dsync.confirm=yes");

        assertThat(run.exitCode()).isEqualTo(1);
        RunReport report = shop.report("promote");
        assertThat(report.text("outcome")).isEqualTo("REFUSED");
        assertThat(report.json().required("problem").required("what").asString())
                .isNotBlank();
        assertThat(run.output()).contains("REFUSED").contains("-Dsync.confirm=" + report.text("planId"));
        assertThat(shop.state(shop.prod())).isEqualTo(before);
    }

    @Test
    void aPlanThatIsNoLongerTrueIsRefused() {
        Shop shop = shops.shop();
        shop.maven("sync:promote", "-Dto=prod", "-Dsync.dryRun");
        String approved = shop.report("promote").text("planId");
        shop.server().execute(shop.test(), "UPDATE fee_item SET amount = 1.00 WHERE code = 'pickup-point'");
        String before = shop.state(shop.prod());

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=prod", "-Dsync.confirm=" + approved);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(shop.report("promote").text("outcome")).isEqualTo("REFUSED");
        assertThat(shop.state(shop.prod())).isEqualTo(before);
    }

    @Test
    void withoutAnAnswerNothingIsPromoted() {
        Shop shop = shops.shop();
        String before = shop.state(shop.test());

        MavenRun.Result unattended = shop.maven("sync:promote", "-Dto=test");
        MavenRun.Result endOfInput = shop.mavenReading(List.of(), "sync:promote", "-Dto=test");

        assertThat(unattended.exitCode()).isEqualTo(1);
        assertThat(endOfInput.exitCode()).isEqualTo(1);
        assertThat(shop.report("promote").text("outcome")).isEqualTo("REFUSED");
        assertThat(shop.state(shop.test())).isEqualTo(before);
    }

    @Test
    void aFailingMigrationLeavesTheTargetAsItWas() throws Exception {
        Shop shop = shops.shop();
        Path script = shop.project().migrations().resolve("V12__refunds.sql");
        // The same text with which dev was migrated, on a target where its last statement cannot hold.
        shop.server().execute(shop.test(), "UPDATE orders SET vat_rate = 50 WHERE id = 1");
        String before = shop.state(shop.test());
        assertThat(Files.readString(script)).contains("orders_vat_rate_check");

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=test", "-Dsync.confirm=yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(shop.report("promote").text("outcome")).isEqualTo("FAILED");
        assertThat(shop.state(shop.test())).isEqualTo(before);
    }

    @Test
    void aTargetThatHasWhatItsPredecessorHasNotIsRefused() {
        Shop shop = shops.shop();
        shop.server()
                .execute(shop.test(), "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '3'");

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=test", "-Dsync.confirm=yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(shop.report("promote").text("outcome")).isEqualTo("REFUSED");
        assertThat(run.output()).contains("V3__orders.sql");
    }

    @Test
    void theFirstOfTheChainTakesTheCheckoutsOwnMigrations() throws Exception {
        Shop shop = shops.shop();
        Files.writeString(
                shop.project().migrations().resolve("V13__wishes.sql"), "CREATE TABLE wishes (id int PRIMARY KEY);");

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=dev", "-Dsync.confirm=yes");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(shop.version(shop.dev())).isEqualTo("13");
        assertThat(shop.version(shop.test())).isEqualTo("10");
    }

    @Test
    void anUnknownTargetIsAnsweredWithTheNamesThereAre() {
        Shop shop = shops.shop();

        MavenRun.Result run = shop.maven("sync:promote", "-Dto=pord");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("Did you mean 'prod'?");
    }
}
