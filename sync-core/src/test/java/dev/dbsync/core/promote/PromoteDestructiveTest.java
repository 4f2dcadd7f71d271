package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.report.PlanDocument;
import dev.dbsync.core.report.PromoteJson;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PromoteDestructiveTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static PromoteProject start;

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeAll
    static void prodHasTwoTables(@TempDir Path shared) {
        start = new PromoteProject(shared, server).script("V1__a.sql", """
                        CREATE TABLE customer (id bigint PRIMARY KEY, name varchar(80), note text);
                        CREATE TABLE visit (id bigint PRIMARY KEY, customer bigint REFERENCES customer);
                        """);
        start.promote("dev");
        start.promote("test");
        start.execute(start.plan("prod"));
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
    }

    @Test
    void whatIsLostOnlySinceThePlanWasMadeMakesItStale() {
        script("DROP TABLE IF EXISTS late;");
        PromotePlan plan = project.plan(new PromoteRequest("prod", false));
        assertThat(plan.destructive()).isEmpty();
        server.execute(project.prod, "CREATE TABLE late (id int)", "INSERT INTO late VALUES (1)");

        assertThatThrownBy(() -> project.execute(plan))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("stale")
                .hasMessageContaining("V2__b.sql:1 drops the table late");
        assertThat(server.query(project.prod, "SELECT id FROM late")).containsExactly("1");
    }

    @Test
    void whatIsLostOnlySinceTheBackupMakesThePlanStale() {
        script("DROP TABLE IF EXISTS late;");
        PromotePlan plan = project.plan(new PromoteRequest("prod", false));

        PromoteReport report = project.execute(plan, event -> {
            if (event instanceof SyncEvent.StepStarted step && step.step().startsWith("Back up")) {
                server.execute(project.prod, "CREATE TABLE late (id int)", "INSERT INTO late VALUES (1)");
            }
        });

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.problems().get(0).text()).contains("stale", "V2__b.sql:1 drops the table late");
        assertThat(server.query(project.prod, "SELECT id FROM late")).containsExactly("1");
    }

    @Test
    void aLossInProductionWantsItsName() {
        script("""
                CREATE TABLE fresh (id int);

                ALTER TABLE customer DROP COLUMN note;
                DROP TABLE visit;
                """);

        assertThatThrownBy(() -> plan(false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("V2__b.sql:3 drops the column customer.note")
                .hasMessageContaining("V2__b.sql:4 drops the table visit")
                .hasMessageContaining("-Dsync.allowDestructive=customer.note,visit");
        assertThatThrownBy(() -> plan(false, "visit"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("-Dsync.allowDestructive=customer.note");

        PromotePlan plan = plan(false, "visit", "public.customer.note");
        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void aDryRunListsWhatWouldNeedIt() {
        script("TRUNCATE visit;\nALTER TABLE visit RENAME TO stay;");

        PromotePlan plan = plan(true);

        assertThat(plan.destructive())
                .extracting(DestructiveChange::shown)
                .containsExactly("V2__b.sql:1 empties visit", "V2__b.sql:2 renames visit");
        assertThat(plan.notices()).isEmpty();
        PlanDocument document = PlanDocument.of(plan);
        assertThat(document.text())
                .contains(
                        "  Loses data\n    V2__b.sql:1 empties visit\n"
                                + "  Blocks, rewrites, or changes what applications see\n"
                                + "    V2__b.sql:2 renames visit\n",
                        "  Unattended: mvn sync:promote -Dto=prod -Dsync.allowDestructive=visit -Dsync.confirm="
                                + plan.id() + "\n");
        assertThat(document.markdown().orElseThrow())
                .contains(
                        "### Loses data\n\n- V2\\_\\_b.sql:1 empties visit\n",
                        "-Dsync.allowDestructive=visit -Dsync.confirm=" + plan.id());
        String json = """
                "destructive": [
                  { "script": "V2__b.sql", "line": 1, "what": "empties", "object": "visit", "losesData": true },
                  { "script": "V2__b.sql", "line": 2, "what": "renames", "object": "visit", "losesData": false } ]
                """;
        assertThat(document.json().orElseThrow())
                .containsIgnoringWhitespaces(json, "-Dsync.allowDestructive=visit -Dsync.confirm=" + plan.id());
        assertThat(PromoteJson.of(PromoteReport.ended(
                        new PromoteRequest("prod", true),
                        Optional.empty(),
                        Optional.of(plan),
                        Outcome.DRY_RUN,
                        List.of())))
                .containsIgnoringWhitespaces(json);
    }

    @Test
    void thePrintedCommandRepeatsWhatItNeedsToRun() {
        script("TRUNCATE visit; ALTER TABLE customer DROP COLUMN note;");

        // What the caller has said stays as said; the rest is added.
        assertThat(plan(true, "public.visit").command())
                .isEqualTo("mvn sync:promote -Dto=prod -Dsync.allowDestructive=customer.note,public.visit");
        assertThat(plan(true, "*").command()).isEqualTo("mvn sync:promote -Dto=prod -Dsync.allowDestructive='*'");
        assertThat(project.plan(new PromoteRequest("prod", true, true, Set.of("public")))
                        .command())
                .isEqualTo("mvn sync:promote -Dto=prod -Dsync.showValues -Dsync.allowDestructive=public");
    }

    @Test
    void aNameThatAShellWouldReadIsQuoted() {
        script("DO $$ BEGIN DROP TABLE IF EXISTS x; END $$;");

        assertThat(plan(true).command())
                .isEqualTo("mvn sync:promote -Dto=prod -Dsync.allowDestructive='DO with DROP TABLE'");
        assertThat(plan(false, "DO with DROP TABLE").hasWork()).isTrue();
    }

    @Test
    void aNameThatCannotStandInAListWantsAll() {
        DestructiveChange change =
                DestructiveChange.of("drops with CASCADE", "DROP OWNED BY a, b", Set.of(), "V1.sql", 1);

        assertThat(new DestructiveAllowance(Set.of()).option(List.of(change)))
                .isEqualTo(" -Dsync.allowDestructive='*'");
    }

    @Test
    void anotherConfigurationFileIsNamedInEveryCommand() {
        script("TRUNCATE visit;");
        project.configuredIn("conf/a chain.yaml");

        PromotePlan plan = plan(true);

        assertThat(plan.command())
                .isEqualTo("mvn sync:promote -Dto=prod -Dsync.config='conf/a chain.yaml'"
                        + " -Dsync.allowDestructive=visit");
        String restore = "mvn sync:restore -Dto=prod -Dsync.config='conf/a chain.yaml'";
        assertThat(plan.rollback().undo().orElseThrow().command()).contains(restore);
        assertThat(project.execute(plan).rollback().undo().orElseThrow().command())
                .hasValueSatisfying(command -> assertThat(command).startsWith(restore + " -Dsync.backup=prod-"));
    }

    @Test
    void theAcknowledgementIsNoPartOfThePlansId() {
        script("DROP TABLE visit;");

        assertThat(plan(false, "*").id()).isEqualTo(plan(true).id());
    }

    @Test
    void anEnvironmentThatIsNotProtectedIsOnlyTold() {
        project.script("V2__b.sql", "DROP TABLE visit;");

        PromotePlan plan = project.plan("dev");

        assertThat(plan.destructive())
                .singleElement()
                .satisfies(change -> assertThat(change.losesData()).isTrue());
        assertThat(plan.command()).isEqualTo("mvn sync:promote -Dto=dev");
        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void aTypeThatHoldsFewerValuesIsALossAndAWiderOneIsNone() {
        script("""
                ALTER TABLE customer ALTER COLUMN name TYPE varchar(20);
                ALTER TABLE customer ALTER COLUMN name TYPE text;
                """);

        assertThatThrownBy(() -> plan(false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("V2__b.sql:1 changes the type of customer.name")
                .hasMessageNotContaining("V2__b.sql:2");
    }

    @Test
    void whatTheScriptsThemselvesMadeHasNothingToLose() {
        script("CREATE TABLE draft (id int); DROP TABLE draft; CREATE INDEX small_one ON visit (customer);");

        assertThat(plan(false).destructive()).isEmpty();
    }

    @Test
    void placeholdersAreReplacedBeforeAScriptIsJudged() {
        project.flyway("placeholders: { doomed: visit }");
        script("DROP TABLE ${doomed};");

        assertThatThrownBy(() -> plan(false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("drops the table visit");
    }

    @Test
    void hooksAndCallbacksAreReadLikeScripts() {
        script("CREATE TABLE fresh (id int);");
        // Too late for dev and test.
        project.flyway("placeholders: { doomed: visit }")
                .with("promote: { before: [before.sql], after: [after.sql] }\n")
                .script("../before.sql", "SELECT 1;\nDELETE FROM ${doomed};")
                .script("../after.sql", "ALTER TABLE customer\n  DROP COLUMN note;")
                .script("beforeMigrate.sql", "SELECT 1;")
                .script("afterMigrate__tidy.sql", "\n\nTRUNCATE ${doomed};")
                .script("beforeClean.sql", "DROP TABLE customer;")
                .script("afterMigrateError.sql", "DROP TABLE customer;");

        assertThat(plan(true).destructive())
                .extracting(DestructiveChange::shown)
                .containsExactly(
                        "before.sql:2 deletes all rows of visit",
                        "afterMigrate__tidy.sql:3 empties visit",
                        "after.sql:2 drops the column customer.note");
        assertThatThrownBy(() -> plan(false, "visit"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("after.sql:2 drops the column customer.note")
                .hasMessageNotContaining("before.sql");
        assertThat(project.execute(plan(false, "visit", "customer.note")).outcome())
                .isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void callbacksDestroyNothingWhereNoScriptRunsAndHooksDo() {
        project.with("lookups: [{ table: customer }]\npromote: { after: [after.sql] }\n")
                .script("../after.sql", "TRUNCATE visit;")
                .script("afterMigrate.sql", "DROP TABLE visit;");
        server.execute(project.test, "INSERT INTO customer VALUES (1, 'a', NULL)");

        assertThat(plan(true).destructive())
                .extracting(DestructiveChange::shown)
                .containsExactly("after.sql:1 empties visit");
    }

    private void script(String sql) {
        project.script("V2__b.sql", sql);
        promoteTo("dev", "test");
    }

    private void promoteTo(String... environments) {
        List.of(environments)
                .forEach(environment ->
                        assertThat(project.promote(environment).outcome()).isEqualTo(Outcome.PROMOTED));
    }

    private PromotePlan plan(boolean dryRun, String... allowed) {
        return project.plan(new PromoteRequest("prod", dryRun, false, Set.of(allowed)));
    }
}
