package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies of row-level security are seen while a pull is planned, on either side: all tables at once. */
class PullRowSecurityTest extends PullFixture {

    private static final String FORCED = "CREATE TABLE %1$s (id int); ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY;"
            + " ALTER TABLE %1$s FORCE ROW LEVEL SECURITY; CREATE POLICY odd ON %1$s USING (id %% 2 = 1);";

    private String role;

    @BeforeEach
    void aRoleWithoutPrivileges() {
        role = local.url().database() + "_role";
        server.execute(
                server.maintenance(),
                "CREATE ROLE " + role + " LOGIN CREATEDB PASSWORD 'secret'",
                "ALTER DATABASE " + local.url().database() + " OWNER TO " + role);
    }

    @AfterEach
    void theRoleIsDropped() {
        server.execute(local, "REASSIGN OWNED BY " + role + " TO CURRENT_USER", "DROP OWNED BY " + role);
        server.execute(prod, "DROP OWNED BY " + role);
        server.execute(
                server.maintenance(),
                "ALTER DATABASE " + local.url().database() + " OWNER TO CURRENT_USER",
                "DROP ROLE " + role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap", "in-place", "transaction"})
    void tablesOfTheSourceWhoseRowsWouldBeHiddenAreRefusedTogether(String mode) {
        project.script(
                "V1__all.sql", FORCED.formatted("one") + FORCED.formatted("two") + "CREATE TABLE open (id int);");
        project.migrate(prod);
        server.execute(
                prod, "INSERT INTO one VALUES (1), (2)", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
        project = over(server.as(prod, role, "secret"), local).mode(mode);

        assertThat(refused()).singleElement().satisfies(problem -> {
            assertThat(problem.what())
                    .contains("Row-level security", "one, two")
                    .doesNotContain("open");
            assertThat(problem.remedy()).contains("ALTER ROLE \"" + role + "\" BYPASSRLS");
        });

        server.execute(server.maintenance(), "ALTER ROLE " + role + " BYPASSRLS");
        assertThat(project.pull().problems()).isEmpty();
        assertThat(server.value(local, "SELECT count(*) FROM one")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-place", "transaction"})
    void tablesOfTheTargetThatPoliciesGuardAreRefusedTogether(String mode) {
        both(FORCED.formatted("one") + FORCED.formatted("two") + "CREATE TABLE open (id int);");
        server.execute(prod, "INSERT INTO two VALUES (1), (2)");
        server.execute(local, "INSERT INTO one VALUES (7)");
        ownedByTheRole("one", "two", "open");
        project = over(prod, server.as(local, role, "secret")).mode(mode);

        assertThat(refused()).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("Row-level security", "fill one, two");
            assertThat(problem.remedy()).contains("FORCE", "ALTER ROLE \"" + role + "\" BYPASSRLS");
        });
        assertThat(server.query(local, "SELECT id FROM one")).containsExactly("7");

        // Without FORCE, policies do not hold for an owner.
        server.execute(
                local, "ALTER TABLE one NO FORCE ROW LEVEL SECURITY", "ALTER TABLE two NO FORCE ROW LEVEL SECURITY");
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.value(local, "SELECT count(*) FROM two")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap", "in-place", "transaction"})
    void policiesThatTheMigrationsWillForceAreSeenBeforeAnythingIsBuilt(String mode) {
        project.script("V1__all.sql", FORCED.formatted("one") + "CREATE TABLE open (id int);");
        project.migrate(prod);
        server.execute(prod, "INSERT INTO one VALUES (1), (2)");
        project = over(prod, server.as(local, role, "secret")).mode(mode);

        assertThat(refused())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("would hold", "fill one"));
        assertThat(server.value(local, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");

        server.execute(server.maintenance(), "ALTER ROLE " + role + " BYPASSRLS");
        assertThat(project.pull().problems()).isEmpty();
        assertThat(server.value(local, "SELECT count(*) FROM one")).isEqualTo("2");
    }

    @Test
    void aTableThatAForeignKeyJoinsToTheSelectedOnesIsAskedForItsRowsToo() {
        both("CREATE TABLE one (id int PRIMARY KEY); CREATE TABLE kept (one int REFERENCES one);"
                + " ALTER TABLE kept ENABLE ROW LEVEL SECURITY; ALTER TABLE kept FORCE ROW LEVEL SECURITY;");
        ownedByTheRole("one", "kept");
        project = over(prod, server.as(local, role, "secret")).mode("in-place").tables("one");

        assertThat(refused())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("fill kept"));
    }

    private void ownedByTheRole(String... tables) {
        for (String table : tables) {
            server.execute(local, "ALTER TABLE " + table + " OWNER TO " + role);
        }
        server.execute(local, "GRANT ALL ON SCHEMA public TO " + role);
    }

    private PullProject over(Database source, Database target) {
        return new PullProject(directory, source, target);
    }

    private List<Problem> refused() {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> project.plan());
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.problems();
    }
}
