package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.PromoteLock;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PromoteTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String APPLIED =
            "SELECT coalesce(version, 'R'), script FROM flyway_schema_history WHERE success ORDER BY installed_rank";

    private static PromoteProject start;

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeAll
    static void threeScriptsAreOnDev(@TempDir Path shared) {
        start = new PromoteProject(shared, server)
                .script("V1__customer.sql", "CREATE TABLE customer (id bigint PRIMARY KEY, name text);")
                .script("V2__fee.sql", """
                        CREATE TABLE fee_group (code text PRIMARY KEY, title text NOT NULL);
                        CREATE TABLE fee_item (
                            id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                            grp   text NOT NULL REFERENCES fee_group,
                            cents int NOT NULL);
                        """)
                .script("R__customer_names.sql", "CREATE OR REPLACE VIEW customer_name AS SELECT name FROM customer;")
                .with("lookups: [fee_group, fee_item]\n");
        start.promote("dev");
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
    }

    @Test
    void theFirstEnvironmentTakesTheCheckoutsOwnMigrations() {
        assertThat(server.query(project.dev, APPLIED))
                .containsExactly("1|V1__customer.sql", "2|V2__fee.sql", "R|R__customer_names.sql");
        assertThat(project.plan("dev").hasWork()).isFalse();
    }

    @Test
    void schemaAndLookupRowsMoveOneLinkOn() {
        server.execute(
                project.dev,
                "INSERT INTO fee_group VALUES ('basic', 'Basic'), ('extra', 'Extra')",
                "INSERT INTO fee_item (grp, cents) VALUES ('basic', 100), ('extra', 250)");

        PromoteReport report = project.promote("test");

        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(report.migrations())
                .extracting(PromoteReport.MigrationResult::script)
                .containsExactly("V1__customer.sql", "V2__fee.sql", "R__customer_names.sql");
        assertThat(report.lookups())
                .containsExactly(
                        new PromoteReport.LookupResult("fee_group", 2, 0, 0),
                        new PromoteReport.LookupResult("fee_item", 2, 0, 0));
        assertThat(server.query(project.test, APPLIED)).isEqualTo(server.query(project.dev, APPLIED));
        assertThat(server.query(project.test, "SELECT id, grp, cents FROM fee_item ORDER BY 1"))
                .containsExactly("1|basic|100", "2|extra|250");
        assertThat(project.plan("test").hasWork()).isFalse();
    }

    @Test
    void aLinkIsNeverSkipped() {
        assertThatThrownBy(() -> project.plan("prod"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no Flyway history in test")
                .hasMessageContaining("mvn sync:promote -Dto=test");
    }

    @Test
    void prodGetsWhatTestHasAndNothingOfDevs() {
        project.promote("test");
        project.script("V3__later.sql", "CREATE TABLE later (id int);");
        project.promote("dev");

        project.promote("prod");

        assertThat(server.query(project.prod, APPLIED)).isEqualTo(server.query(project.test, APPLIED));
        assertThat(server.query(project.prod, "SELECT to_regclass('later')")).containsExactly("∅");
    }

    @Test
    void lookupRowsAreInsertedUpdatedAndDeleted() {
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('a', 'A'), ('b', 'B')");
        project.promote("test");
        server.execute(
                project.dev,
                "DELETE FROM fee_group WHERE code = 'a'",
                "UPDATE fee_group SET title = 'Bee' WHERE code = 'b'",
                "INSERT INTO fee_group VALUES ('c', 'C')");

        PromoteReport report = project.promote("test");

        assertThat(report.lookups()).containsExactly(new PromoteReport.LookupResult("fee_group", 1, 1, 1));
        assertThat(server.query(project.test, "SELECT code, title FROM fee_group ORDER BY 1"))
                .containsExactly("b|Bee", "c|C");
    }

    @Test
    void aScriptThatFailsLeavesTheTargetAsItWas() {
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('basic', 'Basic')");
        project.promote("test");
        List<String> before = project.state(project.test);
        project.script("V3__good.sql", "CREATE TABLE good (id int);")
                .script("V4__data.sql", "INSERT INTO fee_group SELECT 'x', 'X' FROM customer WHERE name = 'Ann';");
        project.promote("dev");
        // What fails on test alone: the row that is there already.
        server.execute(
                project.test,
                "INSERT INTO customer VALUES (1, 'Ann')",
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS "
                        + "$$ BEGIN RAISE EXCEPTION 'Ann is secret'; END $$",
                "CREATE TRIGGER no BEFORE INSERT ON fee_group FOR EACH ROW EXECUTE FUNCTION no()");
        List<String> changed = project.state(project.test);
        assertThat(changed).isNotEqualTo(before);

        PromoteReport report = project.promote("test");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.text()).contains("V4__data.sql").doesNotContain("secret"));
        assertThat(project.state(project.test)).isEqualTo(changed);
        assertThat(report.backup()).isPresent();
    }

    @Test
    void theBackupIsTakenBeforeTheFirstChange() {
        PromotePlan plan = project.plan("test");
        List<String> tablesAtBackup = new ArrayList<>();

        PromoteReport report = project.execute(plan, event -> {
            if (event instanceof SyncEvent.StepFinished step && step.step().startsWith("Back up")) {
                tablesAtBackup.addAll(project.state(project.test));
            }
        });

        assertThat(tablesAtBackup).isEmpty();
        assertThat(report.backup().orElseThrow().path())
                .satisfies(path -> assertThat(Files.isDirectory(path)).isTrue());
    }

    @Test
    void aPlanWithARowThatChangedSinceIsStaleAndChangesNothing() {
        PromotePlan plan = project.plan("test");
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('late', 'Late')");

        assertThatThrownBy(() -> project.execute(plan))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("stale")
                .hasMessageContaining("fee_group");
        assertThat(project.state(project.test)).isEmpty();
    }

    @Test
    void aScriptThatWasEditedSinceMakesAnotherPlan() {
        project.script("V3__a.sql", "CREATE TABLE a (id int);");
        PromotePlan plan = project.plan("dev");
        project.script("V3__a.sql", "CREATE TABLE a (id bigint);");

        assertThat(project.plan("dev").id()).isNotEqualTo(plan.id());
        assertThatThrownBy(() -> project.execute(plan))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("stale");
    }

    @Test
    void thePlansIdDoesNotDependOnTheOrderOfRows() {
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('a', 'A'), ('b', 'B')");
        PromotePlan plan = project.plan("test");
        server.execute(project.dev, "DELETE FROM fee_group", "INSERT INTO fee_group VALUES ('b', 'B'), ('a', 'A')");

        assertThat(project.plan("test").id()).isEqualTo(plan.id());
    }

    @Test
    void productionAsksForMoreThanAYes() {
        project.promote("test");

        assertThat(project.plan("prod").confirmation()).isEqualTo(ConfirmationLevel.PROTECTED);
        assertThat(project.plan("test").confirmation()).isEqualTo(ConfirmationLevel.YES);
    }

    @Test
    void onlyOnePromoterIsAtWork() throws Exception {
        PromotePlan plan = project.plan("test");
        try (PromoteLock first = PromoteLock.take(project.test, event -> {})) {
            assertThatThrownBy(() -> project.execute(plan))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Another promotion");
        }
        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void aTableThatSomebodyHoldsIsNotWaitedForLongerThanLockTimeout() throws Exception {
        project.promote("test");
        project.script("V3__wider.sql", "ALTER TABLE customer ADD COLUMN born date;")
                .with("promote: { lockTimeout: 100ms, attempts: 3 }\n");
        project.promote("dev");
        PromotePlan plan = project.plan("test");
        try (Connection reader = project.test.connect("reader");
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM customer");

            PromoteReport report = project.execute(plan);

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problems().get(0).what()).contains("3 attempt(s)");
        }
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void aTransactionThatHoldsItsLocksForTooLongIsRolledBack() {
        project.promote("test");
        List<String> before = project.state(project.test);
        project.script("V3__slow.sql", "CREATE TABLE slow (id int); SELECT pg_sleep(0.001);");
        project.promote("dev");
        project.with("promote: { maxHold: 1s }\n");
        // Slow on test alone.
        server.execute(
                project.test,
                "CREATE FUNCTION public.pg_sleep(numeric) RETURNS void LANGUAGE sql AS "
                        + "'SELECT pg_catalog.pg_sleep(600)'");

        PromotePlan plan = project.plan("test");
        PromoteReport report = project.execute(plan);

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).text()).contains("maxHold");
        assertThat(project.state(project.test)).isEqualTo(before);
    }

    @Test
    void anEnvironmentOutsideOfTheChainCannotBePromotedTo() {
        assertThatThrownBy(() -> project.plan("local"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not in the chain")
                .hasMessageContaining("dev -> test -> prod");
    }

    @Test
    void anUnknownEnvironmentIsToldWithTheNearestName() {
        assertThatThrownBy(() -> project.plan("tset"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("'tset'")
                .hasMessageContaining("Did you mean 'test'?");
    }

    @Test
    void aTargetWithTablesAndWithoutAHistoryIsNotGuessedAt() {
        server.execute(project.test, "CREATE TABLE by_hand (id int)");

        assertThatThrownBy(() -> project.plan("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no Flyway history")
                .hasMessageContaining("baseline");
    }

    @Test
    void aHotfixOnTheTargetStopsThePromotionWithItsKind() {
        project.promote("test");
        server.execute(
                project.test,
                "INSERT INTO flyway_schema_history VALUES "
                        + "(99, '2.1', 'hotfix', 'SQL', 'V2_1__hotfix.sql', 7, 'x', now(), 1, true)");

        assertThatThrownBy(() -> project.plan("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("TARGET_ONLY")
                .hasMessageContaining("V2_1__hotfix.sql");
    }

    @Test
    void aMisspeltLookupTableIsToldOnTheFirstLink() {
        PromoteProject other = new PromoteProject(directory.resolve("other"), server)
                .script("V1__a.sql", "CREATE TABLE fee_group (code text PRIMARY KEY);")
                .with("lookups: [fee_gruop]\n");
        other.promote("dev");

        assertThatThrownBy(() -> other.plan("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("fee_gruop")
                .hasMessageContaining("Did you mean 'fee_group'?");
    }

    @Test
    void aLookupRowThatOthersReferenceIsNotDeleted() {
        server.execute(project.dev, "INSERT INTO fee_group VALUES ('a', 'A')");
        project.script("V3__order.sql", "CREATE TABLE \"order\" (fee text REFERENCES fee_group);");
        project.promote("dev");
        project.promote("test");
        server.execute(project.test, "INSERT INTO \"order\" VALUES ('a')");
        server.execute(project.dev, "DELETE FROM fee_group");

        assertThatThrownBy(() -> project.plan("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("order")
                .hasMessageContaining("delete: keep");

        project.script("V4__no_orders.sql", "DELETE FROM \"order\";");
        project.promote("dev");
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void aScriptThatFlywayCannotReadIsNotSentToFlyway() {
        project.script("V3__placeholder.sql", "CREATE TABLE ${unknown} (id int);");

        assertThatThrownBy(() -> project.plan("dev"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("V3__placeholder.sql")
                .hasMessageContaining("flyway.placeholders")
                .hasMessageNotContaining("by Flyway itself");
    }
}
