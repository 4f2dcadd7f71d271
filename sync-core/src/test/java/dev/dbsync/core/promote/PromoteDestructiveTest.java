package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PromoteDestructiveTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeEach
    void prodHasTwoTables() {
        project = new PromoteProject(directory, server).script("V1__a.sql", """
                        CREATE TABLE customer (id bigint PRIMARY KEY, name varchar(80), note text);
                        CREATE TABLE visit (id bigint PRIMARY KEY, customer bigint REFERENCES customer);
                        """);
        promoteTo("dev", "test");
        project.execute(project.plan("prod"));
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
        script("TRUNCATE visit;");

        assertThat(plan(true).notices())
                .contains("loses data: V2__b.sql:1 empties visit")
                .anySatisfy(notice -> assertThat(notice).contains("-Dsync.allowDestructive=visit"));
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

        assertThat(plan.notices()).containsExactly("loses data: V2__b.sql:1 drops the table visit");
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

        assertThat(plan(false).notices()).isEmpty();
    }

    @Test
    void placeholdersAreReplacedBeforeAScriptIsJudged() {
        project.flyway("placeholders: { doomed: visit }");
        script("DROP TABLE ${doomed};");

        assertThatThrownBy(() -> plan(false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("drops the table visit");
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
