package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a statement outside of a transaction in which a promotion was interrupted. */
class PromoteInterruptedStatementTest extends SegmentsFixture {

    private static final String SCRIPT = "datname = current_database() AND application_name = 'sync promote script'";

    @Test
    void aBuildThatIsTerminatedWhileItWaitsForAReaderIsDoneByTheNextPromotion() throws Exception {
        builtAfter("pg_terminate_backend");
    }

    @Test
    void aBuildThatIsCancelledWhileItWaitsForAReaderIsDoneByTheNextPromotion() throws Exception {
        builtAfter("pg_cancel_backend");
    }

    private void builtAfter(String blow) throws Exception {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY \"Näme\" ON person (name);");
        PromoteReport report;
        try (Connection reader = project.dev.connect("reader")) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT * FROM person");
            CompletableFuture<PromoteReport> promotion = CompletableFuture.supplyAsync(() -> project.promote("dev"));
            awaitWaiting();
            server.execute(project.dev, "SELECT " + blow + "(pid) FROM pg_stat_activity WHERE " + SCRIPT);
            report = promotion.get(60, TimeUnit.SECONDS);
        }
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(PromoteText.of(report)).doesNotContain("was rolled back", "nothing was changed");
        assertThat(server.value(project.dev, "SELECT indisvalid FROM pg_index WHERE indexrelid = '\"Näme\"'::regclass"))
                .isEqualTo("f");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.value(project.dev, "SELECT indisvalid FROM pg_index WHERE indexrelid = '\"Näme\"'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void aServerThatStillBuildsForAClientThatIsGoneMakesTheNextPromotionGiveUpInWords() throws Exception {
        project.with("promote: { attempts: 2 }\n")
                .script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);");
        try (Connection reader = project.dev.connect("reader")) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT * FROM person");
            CompletableFuture<PromoteReport> promotion = CompletableFuture.supplyAsync(() -> project.promote("dev"));
            awaitWaiting();
            // As though its process had been killed: its promotion lock is gone, its build is not.
            server.execute(
                    project.dev,
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND application_name = 'sync promote lock'");

            PromoteReport second = project.promote("dev");
            assertThat(second.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(second.problems().get(0).text()).contains("Flyway");
            assertThat(second.committed()).isZero();

            reader.rollback();
            assertThat(promotion.get(60, TimeUnit.SECONDS).problems()).isEmpty();
        }
        assertThat(project.plan("dev").hasWork()).isFalse();
    }

    /** Until the script waits for somebody. */
    private void awaitWaiting() {
        server.execute(project.dev, """
                DO $$
                BEGIN
                    FOR i IN 1..6000 LOOP
                        PERFORM pg_stat_clear_snapshot();
                        IF EXISTS (SELECT FROM pg_stat_activity WHERE %s AND wait_event_type = 'Lock') THEN
                            RETURN;
                        END IF;
                        PERFORM pg_sleep(0.01);
                        COMMIT;
                    END LOOP;
                    RAISE EXCEPTION 'nobody waits';
                END
                $$
                """.formatted(SCRIPT));
    }

    @Test
    void anIndexOfTheSameNameInAnotherSchemaIsNotTakenForTheOneThatWasInterrupted() {
        server.execute(project.dev, """
                CREATE SCHEMA other;
                CREATE TABLE other.person (name text);
                CREATE INDEX person_name ON other.person (name);
                """);
        interruptedBefore("person_name", "CREATE INDEX CONCURRENTLY person_name ON person (name);");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(indexes()).contains("public.person_name");
    }

    @Test
    void whatAReindexHasLeftBehindIsDroppedAndWhatOthersHaveLeftIsNot() {
        server.execute(project.dev, "CREATE INDEX person_name ON person (name)");
        interruptedBefore("person", "REINDEX TABLE CONCURRENTLY person;");
        server.execute(project.dev, """
                CREATE INDEX person_name_ccnew ON person (name);
                CREATE INDEX log_what_ccnew ON log (what);
                UPDATE pg_index SET indisvalid = false
                WHERE indexrelid IN ('person_name_ccnew'::regclass, 'log_what_ccnew'::regclass);
                """);

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(indexes())
                .contains("public.person_name", "public.log_what_ccnew")
                .doesNotContain("public.person_name_ccnew");
    }

    @Test
    void anIndexWithoutANameIsForTheUserToTell() {
        interruptedBefore("the index", "CREATE INDEX CONCURRENTLY ON person (name);");

        assertThat(project.promote("dev").problems().get(0).text())
                .contains("whether it was carried out cannot be told", "SET done = begun", "SET begun = done");
        server.execute(project.dev, "UPDATE sync_promotion SET begun = done");
        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(indexes()).contains("public.person_name_idx");
    }

    @Test
    void aPartitionWhoseDetachmentWasInterruptedIsFinalized() {
        server.execute(project.dev, """
                CREATE TABLE part (id int) PARTITION BY RANGE (id);
                CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
                """);
        String detach = "ALTER TABLE part DETACH PARTITION part_1 CONCURRENTLY;";
        interruptedBefore("part_1", detach);
        server.execute(
                project.dev, "UPDATE pg_inherits SET inhdetachpending = true " + "WHERE inhrelid = 'part_1'::regclass");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT inhrelid FROM pg_inherits WHERE inhrelid = 'part_1'::regclass"))
                .isEmpty();
    }

    @Test
    void aPartitionThatWasDetachedBeforeTheNoteOfItIsNotDetachedAgain() {
        server.execute(project.dev, """
                CREATE TABLE part (id int) PARTITION BY RANGE (id);
                CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
                """);
        interruptedBefore("part_1", "ALTER TABLE part DETACH PARTITION part_1 CONCURRENTLY;");
        server.execute(project.dev, "ALTER TABLE part DETACH PARTITION part_1");

        assertThat(project.promote("dev").problems()).isEmpty();
    }
}
