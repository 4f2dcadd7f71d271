package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.report.PromoteJson;
import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a promotion of several segments goes on that was interrupted. */
class PromoteResumedTest extends SegmentsFixture {

    @Test
    void aScriptChangedBehindTheFirstCommitIsNotRunByItself() {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);");

        PromoteReport report = project.execute(project.plan("dev"), event -> {
            if (isCommitOfFirst(event)) {
                project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (id);");
            }
        });

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what())
                .contains("a script, a callback or a hook of the checkout has changed");
        assertThat(indexes()).doesNotContain("public.person_name");
    }

    @Test
    void whatSomebodyElseAppliesBeforeAScriptByItselfStopsThePromotion() {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);");

        PromoteReport report = project.execute(project.plan("dev"), event -> {
            if (isCommitOfFirst(event)) {
                server.execute(project.dev, """
                        INSERT INTO flyway_schema_history
                        VALUES (99, '1.5', 'hotfix', 'SQL', 'V1.5__hotfix.sql', 1, 'x', now(), 1, true)
                        """);
            }
        });

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("somebody else has changed the history");
        assertThat(indexes()).doesNotContain("public.person_name");
    }

    @Test
    void whatASkippedBlockHadSetForItselfDoesNotReachTheNext() {
        project.script("V2__blocks.sql", """
                BEGIN;
                SET LOCAL search_path = pg_catalog;
                UPDATE public.person SET name = 'one' WHERE id = 1;
                COMMIT;
                BEGIN;
                INSERT INTO log SELECT 'two' FROM missing;
                COMMIT;
                """);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);
        server.execute(project.dev, "CREATE TABLE missing (n int); INSERT INTO missing VALUES (1)");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("two");
    }

    @Test
    void theSearchPathThatADumpSetsByAFunctionIsSetAgain() {
        server.execute(project.dev, "CREATE SCHEMA other; CREATE TABLE other.log (what text)");
        project.script("V2__dump.sql", """
                SELECT pg_catalog.set_config('search_path', 'other', false);
                CREATE INDEX CONCURRENTLY person_name ON public.person (name);
                INSERT INTO log SELECT 'x' FROM public.missing;
                """);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);
        server.execute(project.dev, "CREATE TABLE missing (n int); INSERT INTO missing VALUES (1)");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM other.log")).containsExactly("x");
        assertThat(server.query(project.dev, "SELECT what FROM log")).isEmpty();
    }

    @Test
    void callbacksOfTheEndAreRunAlsoWhereNoScriptIsLeft() {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);")
                .script("afterMigrate.sql", "INSERT INTO log SELECT 'after ' || 1 / count(*) FROM go;");
        server.execute(project.dev, "CREATE TABLE go (n int)");

        PromoteReport failed = project.promote("dev");
        assertThat(failed.committed()).isEqualTo(2);
        assertThat(PromoteJson.of(failed).split("\"committed\" : true", -1)).hasSize(3);
        server.execute(project.dev, "INSERT INTO go VALUES (1)");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("after 1");
    }

    @Test
    void whatHasNothingToDoWithAScriptDoesNotMakeItBeginAnew() {
        project.script("V2__index.sql", """
                INSERT INTO log VALUES ('once');
                CREATE INDEX CONCURRENTLY missing_n ON missing (n);
                """);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);
        server.execute(project.dev, "CREATE TABLE missing (n int)");
        project.script("afterMigrate.sql", "SELECT 1;").flyway("placeholders: { other: x }");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("once");
    }

    @Test
    void aScriptThatHasChangedSinceItWasInterruptedIsNamedAsBegunAnew() {
        project.script("V2__index.sql", """
                CREATE INDEX CONCURRENTLY person_name ON person (name);
                CREATE UNIQUE INDEX CONCURRENTLY person_same ON person ((1));
                """);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_same ON person ((1));");

        PromotePlan plan = project.plan("dev");
        assertThat(plan.notices()).anyMatch(notice -> notice.contains("V2__index.sql has changed"));
        assertThat(project.execute(plan).problems()).isEmpty();
        assertThat(server.value(
                        project.dev, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'person_same'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void aTemporaryTableThatWentWithItsSessionIsSaidToHaveGone() {
        project.script("V2__temporary.sql", """
                CREATE TEMP TABLE kept AS SELECT * FROM person;
                CREATE INDEX CONCURRENTLY IF NOT EXISTS missing_n ON missing (n);
                INSERT INTO log SELECT name FROM kept;
                """);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);
        server.execute(project.dev, "CREATE TABLE missing (n int)");

        PromoteReport report = project.promote("dev");
        assertThat(report.problems().get(1).text()).contains("temporary tables", "SET begun = 0, done = 0");
        server.execute(project.dev, "UPDATE sync_promotion SET begun = 0, done = 0");
        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log ORDER BY 1")).containsExactly("a", "b");
    }

    @Test
    void theBackupOfTheStateBeforeItAllOutlivesEveryResumption() throws Exception {
        project.with("backup: { keep: 1 }\n")
                .script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);")
                .script("V3__fails.sql", "INSERT INTO missing VALUES (1);");
        PromotePlan first = project.plan("dev");
        project.execute(first);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);
        server.execute(project.dev, "CREATE TABLE missing (n int)");

        PromotePlan last = project.plan("dev");
        PromoteReport report = project.execute(last);

        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(last.interrupted().orElseThrow().planId())
                .isEqualTo(first.id().value());
        try (Stream<Path> backups = Files.list(project.file(".sync/backups"))) {
            assertThat(backups.filter(Files::isDirectory)
                            .map(backup -> backup.getFileName().toString().replaceFirst(".*Z-([0-9a-f]{16}).*", "$1")))
                    .containsExactlyInAnyOrder(first.id().value(), last.id().value());
        }
        assertThat(PromoteText.of(last)).contains("the state before is in the backup of plan " + first.id());
        assertThat(PromoteText.of(report)).contains("the state before is in the backup of plan " + first.id());
    }

    @Test
    void aSourceThatIsItselfNotAtItsEndIsNamedInThePlan() {
        project.promote("test");
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);")
                .script("V3__fails.sql", "INSERT INTO missing VALUES (1);");
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);

        assertThat(project.plan("test").notices()).anyMatch(notice -> notice.contains("a promotion to dev itself"));
    }

    @Test
    void aScriptThatWasBegunAndIsGoneFromTheCheckoutIsNamedInThePlan() throws Exception {
        project.script("V2__index.sql", """
                INSERT INTO log VALUES ('done');
                CREATE INDEX CONCURRENTLY missing_n ON missing (n);
                """);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.FAILED);
        Files.delete(project.file("sql/V2__index.sql"));

        PromotePlan plan = project.plan("dev");
        assertThat(plan.notices()).anyMatch(notice -> notice.contains("V2__index.sql was begun and is not to be run"));
        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(project.plan("dev").hasWork()).isFalse();
    }

    @Test
    void whereNobodyCanTellTheUserSaysWhetherAStatementWasCarriedOut() {
        server.execute(project.dev, """
                CREATE PROCEDURE note() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES ('called'); COMMIT; END $$
                """);
        project.script("V2__interrupted.sql.conf", "executeInTransaction=false");
        interruptedBefore("the call", "CALL note();");

        PromoteReport undecided = project.promote("dev");
        assertThat(undecided.problems().get(0).text()).contains("whether it was carried out cannot be told");
        server.execute(project.dev, "UPDATE \"public\".\"sync_promotion\" SET begun = done");
        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("called");
    }
}
