package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromoteHooksTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String HOOKS = """
            lookups: [fee]
            promote: { before: [hooks/before.sql], after: [hooks/after.sql] }
            """;

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeEach
    void aChangeWaitsOnDev() throws IOException {
        project = new PromoteProject(directory, server)
                .script("V1__fee.sql", "CREATE TABLE fee (code text PRIMARY KEY); CREATE TABLE seen (what text);")
                .flyway("placeholders: { greeting: hello }")
                .with("lookups: [fee]\n");
        project.promote("dev");
        project.promote("test");
        project.script("V2__more.sql", "INSERT INTO seen VALUES ('script'); CREATE TABLE more (id int);");
        project.promote("dev");
        server.execute(project.dev, "INSERT INTO fee VALUES ('a')");
        project.withOnly(HOOKS);
        Files.createDirectories(directory.resolve("hooks"));
        hook("before.sql", "INSERT INTO seen VALUES ('before ${greeting}');");
        hook("after.sql", "INSERT INTO seen SELECT 'after ' || count(*) FROM fee;");
    }

    @Test
    void theyRunBeforeTheScriptsAndAfterTheMerge() {
        PromotePlan plan = project.plan("test");
        assertThat(plan.before()).containsExactly("hooks/before.sql");
        assertThat(plan.after()).containsExactly("hooks/after.sql");

        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PROMOTED);

        assertThat(server.query(project.test, "SELECT what FROM seen ORDER BY ctid"))
                .containsExactly("before hello", "script", "after 1");
        assertThat(project.plan("test").hasWork()).isFalse();
    }

    @Test
    void whatTheySetForTheSessionEndsWithThem() throws IOException {
        hook("before.sql", """
                SET search_path = pg_catalog;
                SET lock_timeout = 0;
                CREATE TEMPORARY TABLE seen (what text);
                """);
        hook("after.sql", """
                CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT i * 2; END;
                DO $$ BEGIN
                    IF current_setting('lock_timeout') = '0' THEN RAISE 'not ours'; END IF;
                END $$;
                INSERT INTO seen VALUES ('after;' || twice(2));
                """);

        assertThat(project.promote("test"))
                .satisfies(report -> assertThat(report.problems()).isEmpty());

        assertThat(server.query(project.test, "SELECT what FROM seen ORDER BY ctid"))
                .containsExactly("script", "after;4");
    }

    @Test
    void whatIsInitiallyDeferredIsSoForThemAfterTheMergeToo() throws IOException {
        hook("before.sql", """
                CREATE TABLE parent (id int PRIMARY KEY);
                CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
                """);
        hook("after.sql", "INSERT INTO child VALUES (1);\nINSERT INTO parent VALUES (1);\n");

        assertThat(project.promote("test").problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT parent FROM child")).containsExactly("1");

        hook("before.sql", "SELECT 1;");
        hook("after.sql", "INSERT INTO child VALUES (2);\n");
        server.execute(project.dev, "INSERT INTO fee VALUES ('b')");
        assertThat(project.promote("test").problems().get(0).text()).contains("hooks/after.sql", "child_parent_fkey");
    }

    @Test
    void oneThatFailsNamesItsLineAndRollsEverythingBack() throws IOException {
        List<String> before = project.state(project.test);
        hook("after.sql", "INSERT INTO seen VALUES ('after');\n\nSELECT 1 / count(*) FROM nowhere;\n");

        PromoteReport report = project.promote("test");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).text())
                .contains("hooks/after.sql:3")
                .contains("nowhere");
        assertThat(project.state(project.test)).isEqualTo(before);

        hook(
                "after.sql",
                "ALTER TABLE fee ADD UNIQUE (code) DEFERRABLE INITIALLY DEFERRED;\n"
                        + "INSERT INTO seen VALUES ('secret'); ALTER TABLE seen ADD UNIQUE (what) DEFERRABLE INITIALLY DEFERRED;\n"
                        + "INSERT INTO seen VALUES ('secret');\n");
        report = project.promote("test");
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).text()).contains("hooks/after.sql").doesNotContain("secret");
        assertThat(project.state(project.test)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1;\nCOMMIT;", "VACUUM;", "SELECT '${nobody}';"})
    void oneThatCannotBeRunInTheTransactionRefusesThePlan(String sql) throws IOException {
        hook("before.sql", sql);

        assertThatThrownBy(() -> project.plan("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("hooks/before.sql");
    }

    @Test
    void aProcedureThatCommitsIsFoundOut() throws IOException {
        hook("before.sql", """
                CREATE PROCEDURE ends() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
                CALL ends();
                """);

        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(server.query(project.test, "SELECT to_regproc('ends')")).containsExactly("∅");
    }

    @Test
    void oneThatIsMissingRefusesThePlan() throws IOException {
        Files.delete(directory.resolve("hooks/after.sql"));

        assertThatThrownBy(() -> project.plan("test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("hooks/after.sql");
    }

    @Test
    void theirContentBelongsToThePlansId() throws IOException {
        PromotePlan plan = project.plan("test");
        assertThat(project.plan("test").id()).isEqualTo(plan.id());
        hook("after.sql", "SELECT 2;");
        assertThat(project.plan("test").id()).isNotEqualTo(plan.id());

        assertThatThrownBy(() -> project.execute(plan))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("stale");
    }

    private void hook(String name, String sql) throws IOException {
        Files.writeString(directory.resolve("hooks").resolve(name), sql);
    }
}
