package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Outcome;
import org.junit.jupiter.api.Test;

/** What a segment that fails, or that comes upon the work of others, leaves, and how the promotion goes on. */
class PromoteFailedSegmentTest extends SegmentsWithLookupsFixture {

    @Test
    void aScriptThatFailsBehindItsOwnCommitGoesOnBehindIt() {
        project.script("V2__batches.sql", """
                CREATE TABLE batch (n int);
                COMMIT;
                INSERT INTO batch VALUES (1);
                COMMIT;
                INSERT INTO batch SELECT 1 / (SELECT count(*) FROM go);
                """);

        PromoteReport failed = project.promote("dev");

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.committed()).isEqualTo(1);
        assertThat(failed.problems().get(1).what()).contains("interrupted in segment 2 of 3");
        assertThat(applied(project.dev)).containsExactly("1");
        assertThat(PromoteText.of(project.plan("dev"))).contains("V2__batches.sql was begun: 4 statement(s) done");
        server.execute(project.dev, "CREATE TABLE go (n int); INSERT INTO go VALUES (1)");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT n FROM batch")).containsExactly("1", "1");
        assertThat(applied(project.dev)).containsExactly("1", "2");
        assertThat(tables(project.dev)).doesNotContain("sync_promotion");
    }

    @Test
    void anIndexThatCannotBeBuiltLeavesAPromotionThatGoesOnWhenTheReasonIsMended() {
        project.script("V2__column.sql", "ALTER TABLE person ADD COLUMN city text;")
                .script("V3__indexes.sql", """
                        CREATE INDEX CONCURRENTLY person_mood ON person (mood);
                        UPDATE person SET city = coalesce(city, '') || 'x';
                        CREATE UNIQUE INDEX CONCURRENTLY person_city ON person (city);
                        """);

        PromoteReport failed = project.promote("dev");

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.problems().get(0).where()).contains("V3__indexes.sql:3");
        assertThat(applied(project.dev)).containsExactly("1", "2");
        assertThat(server.value(
                        project.dev, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'person_city'::regclass"))
                .isEqualTo("f");
        server.execute(project.dev, "UPDATE person SET city = name");

        PromoteReport again = project.promote("dev");

        assertThat(again.problems()).isEmpty();
        assertThat(again.outcome()).isEqualTo(Outcome.PROMOTED);
        // What was done is not done again: neither the first index nor the update.
        assertThat(server.query(project.dev, "SELECT city FROM person ORDER BY 1"))
                .containsExactly("a", "b");
        assertThat(server.value(project.dev, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isEqualTo("0");
    }

    @Test
    void anInvalidIndexOverWhichIfNotExistsSucceedsIsNotAccepted() {
        server.execute(project.dev, "INSERT INTO person VALUES (3, 'a', 'sad')");
        assertThatThrownBy(() ->
                        server.execute(project.dev, "CREATE UNIQUE INDEX CONCURRENTLY person_name ON person (name)"))
                .hasStackTraceContaining("could not create unique index");
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS person_name ON person (name);");

        PromoteReport refused = project.promote("dev");

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.problems().get(0).text())
                .contains("public.person_name is invalid", "DROP INDEX CONCURRENTLY");
        assertThat(applied(project.dev)).containsExactly("1");
        server.execute(project.dev, "DROP INDEX person_name");

        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(server.value(
                        project.dev, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'person_name'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void whatFailsInALaterSegmentLeavesTheEarlierOnesAndIsResumed() {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);")
                .script("V3__fails.sql", "INSERT INTO missing VALUES (1);");

        PromoteReport failed = project.promote("dev");

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.committed()).isEqualTo(2);
        assertThat(PromoteText.of(failed))
                .contains("segment 2 of 3 was the last")
                .doesNotContain("nothing was changed");
        assertThat(applied(project.dev)).containsExactly("1", "2");
        server.execute(project.dev, "CREATE TABLE missing (n int)");

        PromotePlan rest = project.plan("dev");
        assertThat(rest.isAtomic()).isTrue();
        assertThat(rest.interrupted()).isPresent();
        assertThat(project.execute(rest).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(project.plan("dev").hasWork()).isFalse();
        assertThat(tables(project.dev)).doesNotContain("sync_promotion");
    }

    @Test
    void whatSomebodyElseAppliesBetweenTwoSegmentsStopsThePromotion() {
        project.script("V2__one.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .script("V3__two.sql", "UPDATE person SET mood = 'odd';");
        PromotePlan plan = project.plan("dev");

        PromoteReport report = project.execute(plan, event -> {
            if (event instanceof SyncEvent.StepFinished step && step.step().equals("Commit segment 1 of 2")) {
                server.execute(project.dev, """
                        INSERT INTO flyway_schema_history
                        VALUES (99, '2.5', 'hotfix', 'SQL', 'V2.5__hotfix.sql', 1, 'x', now(), 1, true)
                        """);
            }
        });

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("somebody else has changed the history");
        assertThat(server.value(project.dev, "SELECT count(*) FROM person WHERE mood = 'odd'"))
                .isEqualTo("0");
    }

    @Test
    void aLookupRowChangedBetweenTwoSegmentsStopsThePromotion() {
        project.script("V2__one.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .script("V3__two.sql", "UPDATE person SET mood = 'odd';");
        project.promote("dev");
        server.execute(project.dev, "INSERT INTO fee VALUES ('y', 2)");
        PromotePlan plan = project.plan("test");

        PromoteReport report = project.execute(plan, event -> {
            if (event instanceof SyncEvent.StepFinished step && step.step().equals("Commit segment 1 of 2")) {
                server.execute(project.test, "UPDATE fee SET amount = 100");
            }
        });

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("rows of lookup table fee have changed");
        assertThat(server.value(project.test, "SELECT amount FROM fee")).isEqualTo("100");
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
    }
}
