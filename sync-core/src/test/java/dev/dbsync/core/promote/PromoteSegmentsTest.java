package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Outcome;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promotions that do not fit into one transaction. */
class PromoteSegmentsTest extends SegmentsWithLookupsFixture {

    @Test
    void anIndexBuiltConcurrentlyIsASegmentBetweenTwoTransactions() {
        project.script("V2__before.sql", "ALTER TABLE person ADD COLUMN city text;")
                .script("V3__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);")
                .script("V4__after.sql", "ALTER TABLE person ADD COLUMN street text;");
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.PROMOTED);
        server.execute(project.dev, "UPDATE fee SET amount = 7");

        PromotePlan plan = project.plan("test");
        assertThat(plan.segments())
                .extracting(Segment::kind)
                .containsExactly(
                        Segment.Kind.ONE_TRANSACTION, Segment.Kind.OUTSIDE_TRANSACTION, Segment.Kind.ONE_TRANSACTION);
        assertThat(PromoteText.of(plan))
                .contains("in 3 segments")
                .contains("PostgreSQL cannot run CREATE INDEX CONCURRENTLY inside a transaction, line 1");

        PromoteReport report = project.execute(plan);

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(report.migrations())
                .extracting(PromoteReport.MigrationResult::atomic)
                .containsExactly(true, false, true);
        assertThat(applied(project.test)).containsExactly("1", "2", "3", "4");
        assertThat(server.value(
                        project.test, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'person_name'::regclass"))
                .isEqualTo("t");
        assertThat(server.value(project.test, "SELECT amount FROM fee")).isEqualTo("7");
        assertThat(tables(project.test)).doesNotContain("sync_promotion");
        assertThat(project.plan("test").hasWork()).isFalse();
    }

    @Test
    void aScriptThatIsAloneInItsPromotionIsRunBetweenTwoTransactionsWithoutScripts() {
        project.script("V2__index.sql", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS person_name ON person (name);");

        assertThat(project.plan("dev").segments())
                .extracting(segment -> segment.scripts().size())
                .containsExactly(0, 1, 0);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(applied(project.test)).containsExactly("1", "2");
    }

    @Test
    void whomAnIndexWaitsForIsSaid() throws Exception {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);");
        PromotePlan plan = project.plan("dev");
        try (Connection forgotten = project.dev.connect("forgotten")) {
            forgotten.setAutoCommit(false);
            try (Statement statement = forgotten.createStatement()) {
                statement.execute("UPDATE person SET name = 'c' WHERE id = 1");
            }
            PromoteReport report = project.execute(plan, event -> {
                if (event instanceof SyncEvent.Notice notice && notice.text().contains("waits for")) {
                    rollback(forgotten);
                }
            });

            assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
            assertThat(project.heard)
                    .filteredOn(SyncEvent.Notice.class::isInstance)
                    .anySatisfy(notice -> assertThat(((SyncEvent.Notice) notice).text())
                            .contains("V2__index.sql waits for", "forgotten", "idle in transaction"));
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anEmptyDatabaseIsBroughtUpInSegments() {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);")
                .script("V3__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .script("V4__use.sql", "UPDATE person SET mood = 'odd' WHERE id = 1;");
        project.promote("dev");
        project.promote("test");

        assertThat(project.promote("prod").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(applied(project.prod)).containsExactly("1", "2", "3", "4");
        assertThat(tables(project.prod)).containsExactlyInAnyOrder("fee", "flyway_schema_history", "person");
    }

    @Test
    void anEnumsNewValueSplitsThePromotionBeforeItsFirstUse() {
        project.script("V2__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .script("V3__other.sql", "ALTER TABLE person ADD COLUMN city text;")
                .script("V4__use.sql", "UPDATE person SET mood = 'odd' WHERE id = 1;");

        PromotePlan plan = project.plan("dev");
        assertThat(plan.segments())
                .extracting(Segment::names)
                .containsExactly(List.of("V2__enum.sql", "V3__other.sql"), List.of("V4__use.sql"));
        assertThat(plan.segments().get(1).reason()).contains("V2__enum.sql adds 'odd' to the enum mood");
        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(project.promote("test").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(server.value(project.test, "SELECT mood FROM person WHERE id = 1"))
                .isEqualTo("odd");
    }

    @Test
    void aLookupRowWithAnEnumsNewValueIsMergedInASegmentOfItsOwn() {
        project.script("V2__type.sql", "CREATE TABLE day (mood mood PRIMARY KEY);")
                .withOnly("lookups: [day]\n");
        project.promote("dev");
        project.promote("test");
        project.script("V3__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';");
        project.promote("dev");
        assertThat(project.plan("test").isAtomic()).isTrue();
        server.execute(project.dev, "INSERT INTO day VALUES ('odd')");

        PromotePlan plan = project.plan("test");
        assertThat(plan.segments()).extracting(Segment::names).containsExactly(List.of("V3__enum.sql"), List.of());
        assertThat(plan.segments().get(1).reason()).contains("lookup table day");
        assertThat(project.execute(plan).problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT mood FROM day")).containsExactly("odd");
    }

    @Test
    void anEnumMadeInTheSameTransactionSplitsNothingFromPostgresql17On() {
        project.script("V2__type.sql", "CREATE TYPE size AS ENUM ('s');")
                .script("V3__enum.sql", "ALTER TYPE size ADD VALUE 'm';")
                .script("V4__use.sql", "CREATE TABLE shirt (size size DEFAULT 'm');");

        int version = Integer.parseInt(server.value(project.dev, "SHOW server_version_num"));
        assertThat(project.plan("dev").isAtomic()).isEqualTo(version >= 170000);
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void aScriptThatCommitsByItselfIsASegmentNamedAsSuch() {
        project.script("V2__batches.sql", """
                BEGIN;
                SET LOCAL lock_timeout = '1s';
                UPDATE person SET name = 'one' WHERE id = 1;
                COMMIT;
                BEGIN;
                UPDATE person SET name = 'two' WHERE id = 2;
                COMMIT;
                """);

        PromotePlan plan = project.plan("dev");
        assertThat(plan.segments())
                .extracting(Segment::kind)
                .containsExactly(
                        Segment.Kind.ONE_TRANSACTION, Segment.Kind.OWN_TRANSACTIONS, Segment.Kind.ONE_TRANSACTION);
        assertThat(PromoteText.of(plan)).contains("in the transactions that it makes", "(BEGIN), line 1");
        assertThat(project.execute(plan).problems()).isEmpty();
        assertThat(names(project.dev)).containsExactly("one", "two");
        assertThat(applied(project.dev)).containsExactly("1", "2");
    }

    @Test
    void eachScriptHasATransactionOfItsOwnWhereThatIsAskedFor() {
        project.with("promote: { transaction: each }\n")
                .script("V2__one.sql", "ALTER TABLE person ADD COLUMN one int;")
                .script("V3__two.sql", "INSERT INTO missing VALUES (1);");

        PromotePlan plan = project.plan("dev");
        assertThat(plan.segments())
                .extracting(Segment::names)
                .containsExactly(List.of("V2__one.sql"), List.of("V3__two.sql"));
        assertThat(project.execute(plan).committed()).isEqualTo(1);
        assertThat(applied(project.dev)).containsExactly("1", "2");
    }

    @Test
    void theSameScriptsInOtherSegmentsAreAnotherPlan() {
        project.script("V2__one.sql", "CREATE TABLE one (n int);").script("V3__two.sql", "CREATE TABLE two (n int);");
        String together = project.plan("dev").id().value();

        project.with("promote: { transaction: each }\n");

        assertThat(project.plan("dev").id().value()).isNotEqualTo(together);
    }

    @Test
    void callbacksOfAWholeRunAreRunOnceAroundAllSegments() {
        project.script("V1_1__calls.sql", "CREATE TABLE calls (what text);");
        project.promote("dev");
        project.script("beforeMigrate.sql", "INSERT INTO calls VALUES ('before');")
                .script("afterMigrate.sql", "INSERT INTO calls VALUES ('after');")
                .script("beforeEachMigrate.sql", "INSERT INTO calls VALUES ('each'); SELECT 1; SELECT 2;")
                .script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);")
                .script("V3__last.sql", "SELECT 1;");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM calls"))
                .containsExactly("before", "each", "each", "after");
    }

    @Test
    void callbacksForWhatWasAppliedAreRunAlsoWhereTheLastScriptWasRunByItself() {
        project.script("V1_1__calls.sql", "CREATE TABLE calls (what text);");
        project.promote("dev");
        project.script("afterMigrateApplied__2_views.sql", "INSERT INTO calls VALUES ('applied 2');")
                .script("afterMigrateApplied__1_views.sql", "INSERT INTO calls VALUES ('applied 1');")
                .script("afterMigrateApplied.sql", "INSERT INTO calls VALUES ('applied');")
                .script("afterMigrate__a.sql", "INSERT INTO calls VALUES ('after');")
                .script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM calls"))
                .containsExactly("applied", "applied 1", "applied 2", "after");
        assertThat(project.plan("dev").hasWork()).isFalse();
    }

    @Test
    void hooksAndJournalBelongToTheFirstAndTheLastTransaction() throws Exception {
        Files.writeString(project.file("before.sql"), "CREATE TABLE hook AS SELECT 'before' AS what;");
        Files.writeString(project.file("after.sql"), "INSERT INTO hook VALUES ('after');");
        project.with("promote: { journalTable: true, before: [before.sql], after: [after.sql] }\n")
                .script("V2__index.sql", "CREATE INDEX CONCURRENTLY person_name ON person (name);");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT what FROM hook")).containsExactly("before", "after");
        assertThat(server.value(project.dev, "SELECT migrations FROM sync_journal"))
                .isEqualTo("1");
    }

    @Test
    void whatPostgresqlRefusesOnlyForPartitionedTablesIsSeenInTheCatalog() {
        server.execute(project.dev, """
                CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
                """);
        project.script("V2__whole.sql", "REINDEX TABLE person;").script("V3__parts.sql", "REINDEX TABLE part;");

        PromotePlan plan = project.plan("dev");
        assertThat(plan.segments())
                .extracting(Segment::names)
                .containsExactly(List.of("V2__whole.sql"), List.of("V3__parts.sql"), List.of());
        assertThat(project.execute(plan).problems()).isEmpty();
    }

    @Test
    void statementsThatFlywayDoesNotKnowOfAreRunOutsideToo() {
        server.execute(project.dev, """
                CREATE TABLE part (id int) PARTITION BY RANGE (id);
                CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
                CREATE INDEX person_old ON person (mood);
                """);
        project.script("V2__more.sql", """
                SET lock_timeout = '30s';
                REINDEX TABLE CONCURRENTLY person;
                ALTER TABLE part DETACH PARTITION part_1 CONCURRENTLY;
                DROP INDEX CONCURRENTLY person_old;
                VACUUM (ANALYZE) person;
                CREATE TABLE more (n int);
                COPY more FROM stdin;
                1
                2
                \\.
                DO $$ BEGIN UPDATE more SET n = n + 1; COMMIT; END $$;
                """);

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT n FROM more ORDER BY 1")).containsExactly("2", "3");
    }
}
