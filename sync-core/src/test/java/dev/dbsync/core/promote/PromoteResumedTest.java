package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.report.PromoteJson;
import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a promotion of several segments finds when it goes on, and what a script by itself may do to its session. */
class PromoteResumedTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String SCRIPT = "datname = current_database() AND application_name = 'sync promote script'";

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeEach
    void aProject() {
        project = new PromoteProject(directory, server).script("V1__base.sql", """
                        CREATE TYPE mood AS ENUM ('glad', 'sad');
                        CREATE TABLE person (id int PRIMARY KEY, name text NOT NULL);
                        INSERT INTO person VALUES (1, 'a'), (2, 'b');
                        CREATE TABLE log (what text);
                        """);
        project.promote("dev");
    }

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
    void anInvalidIndexOfTheSameNameInAnotherSchemaIsNobodysAffair() {
        server.execute(project.dev, """
                CREATE SCHEMA other;
                CREATE TABLE other.person (name text);
                CREATE INDEX person_name ON other.person (name);
                UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'other.person_name'::regclass;
                """);
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(indexes()).contains("public.person_name", "other.person_name");
    }

    @Test
    void aScriptByItselfMayActAsAnotherRole() {
        String role = "sync_attack_" + Long.toString(System.nanoTime(), 36);
        server.execute(
                project.dev,
                "CREATE ROLE " + role,
                "ALTER TABLE person OWNER TO " + role,
                "GRANT CREATE, USAGE ON SCHEMA public TO " + role);
        project.script("V2__index.sql", """
                SET ROLE %s;
                CREATE INDEX CONCURRENTLY person_name ON person (name);
                UPDATE person SET name = name || 'x';
                """.formatted(role)).script("V3__batches.sql", """
                SET LOCAL ROLE %s;
                UPDATE person SET name = name || 'y';
                COMMIT;
                SET SESSION AUTHORIZATION %s;
                UPDATE person SET name = name || 'z';
                COMMIT;
                """.formatted(role, role));

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT name FROM person ORDER BY 1"))
                .containsExactly("axyz", "bxyz");
        assertThat(applied()).containsExactly("1", "2", "3");
        server.execute(project.dev, "DROP OWNED BY " + role);
    }

    @Test
    void theRowOfAFailureIsRemovedAlsoWhereTheScriptActedAsAnotherRole() {
        String role = "sync_attack_" + Long.toString(System.nanoTime(), 36);
        server.execute(
                project.dev,
                "CREATE ROLE " + role,
                "ALTER TABLE person OWNER TO " + role,
                "GRANT CREATE, USAGE ON SCHEMA public TO " + role);
        project.script("V2__index.sql", """
                SET ROLE %s;
                CREATE INDEX CONCURRENTLY person_name ON person (name);
                UPDATE nobody SET name = name || 'x';
                """.formatted(role));

        PromoteReport report = project.promote("dev");

        assertThat(report.problems().get(0).text()).contains("V2__index.sql:3").doesNotContain("It was rolled back");
        assertThat(server.value(project.dev, "SELECT count(*) FROM flyway_schema_history WHERE NOT success"))
                .isEqualTo("0");
        assertThat(PromoteText.of(project.plan("dev"))).contains("2 statement(s) done");
        server.execute(project.dev, "DROP OWNED BY " + role);
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
    void anEnumsValueThatItsOwnScriptOnlySeemsToUseStillSplitsBeforeTheScriptThatDoes() {
        project.script("V2__enum.sql", """
                        ALTER TYPE mood ADD VALUE 'odd';
                        ALTER TABLE person ADD COLUMN mood mood;
                        """).script("V3__use.sql", "UPDATE person SET mood = 'odd';");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(applied()).containsExactly("1", "2", "3");
    }

    @Test
    void anEnumsValueInsideAnArrayIsAUse() {
        project.script("V2__array.sql", "ALTER TABLE person ADD COLUMN moods mood[];");
        project.promote("dev");
        project.script("V3__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .script("V4__use.sql", "UPDATE person SET moods = '{glad,odd}';");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(applied()).containsExactly("1", "2", "3", "4");
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
    void aScriptByItselfMayBeTheFirstOfADatabaseWithoutItsSchema() {
        project.script("V1__base.sql", "VACUUM;").flyway("schemas: [app]");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT type FROM app.flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("SCHEMA", "SQL");
        assertThat(server.query(project.dev, "SELECT tablename FROM pg_tables WHERE schemaname = 'app'"))
                .containsExactly("flyway_schema_history");
    }

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
    void aTransactionThatIsChainedToTheOneBeforeIsOneToo() {
        project.script("V2__chain.sql", """
                BEGIN;
                INSERT INTO log VALUES ('one');
                COMMIT AND CHAIN;
                INSERT INTO log VALUES ('two');
                ROLLBACK;
                VACUUM person;
                """);

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("one");
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
                            .map(backup -> backup.getFileName().toString().replaceFirst(".*-", "")))
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

    @Test
    void aScriptWithTransactionsOfItsOwnTriesAgainBehindTheLastOfThemWhenALockIsHeld() throws Exception {
        project.with("promote: { lockTimeout: 200ms }\n").script("V2__batches.sql", """
                INSERT INTO log VALUES ('one');
                COMMIT;
                INSERT INTO log VALUES ('two');
                ALTER TABLE person ADD COLUMN more int;
                COMMIT;
                """);
        try (Connection holder = project.dev.connect("holder")) {
            holder.setAutoCommit(false);
            AtomicBoolean held = new AtomicBoolean();
            PromoteReport report = project.execute(project.plan("dev"), event -> {
                try {
                    if (event instanceof SyncEvent.StepStarted step
                            && step.step().contains("V2__batches")
                            && held.compareAndSet(false, true)) {
                        holder.createStatement().execute("LOCK TABLE person");
                    } else if (event instanceof SyncEvent.Notice notice
                            && notice.text().contains("A lock was held")) {
                        holder.rollback();
                    }
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(report.problems()).isEmpty();
        }
        assertThat(server.query(project.dev, "SELECT what FROM log ORDER BY 1")).containsExactly("one", "two");
    }

    @Test
    void flywaysOwnSettingsForMixturesGroupsAndBatchesChangeNothing() {
        project.flyway("mixed: true\n  group: true\n  batch: true\n  initSql: \"SET statement_timeout = '1min'\"")
                .script(
                        "V2__index.sql",
                        "CREATE INDEX CONCURRENTLY person_name ON person (name);\nUPDATE person SET id = id;")
                .script("V3__batches.sql", "BEGIN; INSERT INTO log VALUES ('x'); COMMIT;")
                .script("V4__plain.sql", "INSERT INTO log VALUES ('y'); INSERT INTO log VALUES ('z');")
                .script("R__time.sql", "-- ${flyway:timestamp}\nINSERT INTO log VALUES ('time');")
                .script("R__vacuum.sql", "-- ${flyway:timestamp}\nVACUUM person;");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("x", "y", "z", "time");
        assertThat(project.promote("test").problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT what FROM log")).containsExactly("x", "y", "z", "time");
    }

    @Test
    void scriptsThatFlywayIsToldToRunOutsideOfTransactionsAreRunByThemselves() {
        project.flyway("executeInTransaction: false").script("V2__plain.sql", "INSERT INTO log VALUES ('x');");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log")).containsExactly("x");
    }

    @Test
    void aLookupRowWithANewValueOfADomainOverAnEnumIsMergedInASegmentOfItsOwn() {
        project.script("V2__domain.sql", """
                CREATE DOMAIN feeling AS mood;
                CREATE TABLE day (feeling feeling PRIMARY KEY);
                """).with("lookups: [day]\n");
        project.promote("dev");
        project.promote("test");
        project.script("V3__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';");
        project.promote("dev");
        server.execute(project.dev, "INSERT INTO day VALUES ('odd')");

        assertThat(project.promote("test").problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT feeling FROM day")).containsExactly("odd");
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
    void aScriptByItselfMayDiscardItsSession() {
        project.script("V2__discard.sql", "DISCARD ALL;\nINSERT INTO public.log VALUES ('x');");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(applied()).containsExactly("1", "2");
    }

    @Test
    void savepointsAndRollbacksOfAScriptsOwnAreItsAffair() {
        project.script("V2__own.sql", """
                ROLLBACK;
                BEGIN ISOLATION LEVEL SERIALIZABLE;
                INSERT INTO log VALUES ('kept');
                SAVEPOINT a;
                INSERT INTO log VALUES ('undone');
                ROLLBACK TO SAVEPOINT a;
                COMMIT AND CHAIN;
                INSERT INTO log VALUES ('undone too');
                ROLLBACK;
                INSERT INTO log VALUES ('left open');
                BEGIN;
                """);

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM log ORDER BY 1")).containsExactly("kept", "left open");
        assertThat(applied()).containsExactly("1", "2");
    }

    /** A promotion that has begun the only statement of V2, and was killed before the server saw it. */
    private void interruptedBefore(String what, String statement) {
        project.script("V2__interrupted.sql", statement);
        PromoteReport failed = project.execute(project.plan("dev"), event -> {
            if (event instanceof SyncEvent.StepStarted step && step.step().contains("V2__interrupted")) {
                throw new IllegalStateException("killed before " + what);
            }
        });
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        server.execute(project.dev, "UPDATE sync_promotion SET begun = 1");
    }

    private static boolean isCommitOfFirst(SyncEvent event) {
        return event instanceof SyncEvent.StepFinished step && step.step().startsWith("Commit segment 1 of");
    }

    private List<String> indexes() {
        return server.query(project.dev, "SELECT schemaname || '.' || indexname FROM pg_indexes");
    }

    private List<String> applied() {
        return server.query(
                project.dev, "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank");
    }
}
