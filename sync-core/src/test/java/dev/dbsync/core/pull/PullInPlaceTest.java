package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pull in many transactions: interrupted, resumed, begun anew; in the end the schema is what it was. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullInPlaceTest extends PullFixture {

    @BeforeEach
    void tables() {
        both(
                "CREATE TABLE parent (id int PRIMARY KEY, email text UNIQUE, pad text)",
                "CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent, pad text)",
                "CREATE INDEX child_parent ON child (parent)",
                "CREATE TABLE alone (id int PRIMARY KEY, note text)");
        server.execute(
                prod,
                "INSERT INTO parent SELECT i, 'p' || i || '@x.org', repeat('x', 1500) FROM generate_series(1, 9000) i",
                "INSERT INTO child SELECT i, 1 + i % 9000, repeat('y', 300) FROM generate_series(1, 20000) i",
                "INSERT INTO alone SELECT i, 'n' FROM generate_series(1, 100) i",
                "ANALYZE");
        server.execute(local, "INSERT INTO parent VALUES (1, 'old', '')", "INSERT INTO child VALUES (1, 1, 'old')");
        project.mode("in-place").rules("""
                parent: { email: email, pad: keep }
                child: { pad: keep }
                alone: { note: keep }
                """);
    }

    @Test
    void rowsArriveByAnyNumberOfWorkersAndTheSchemaIsWhatItWas() {
        List<String> before = schema();
        for (int workers : List.of(1, 2, 4)) {
            project.pull("workers: " + workers + ", verify: full");

            PullReport report = project.pull();

            assertThat(report.problems()).isEmpty();
            assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
            assertThat(report.tables()).allMatch(table -> table.format().equals("binary"));
            assertThat(report.counts()).containsEntry("rows", 29_100L);
            assertThat(schema()).isEqualTo(before);
            allIsThere(9000, 20_000);
        }
    }

    /** And not that a transaction that has failed cannot be committed. */
    @Test
    void whyItsLastTransactionFailedIsSaid() {
        server.execute(local, "CREATE MATERIALIZED VIEW ratio AS SELECT 1 / (100 - count(*)) AS one FROM alone");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what())
                .contains("Cannot refresh the materialized view ratio", "22012")
                .doesNotContain("25P02");
    }

    @Test
    void anInterruptedPullIsResumedWithWhatIsMissing() {
        List<String> before = schema();
        interruptAfter("parent");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(schema()).isNotEqualTo(before);
        PullReport resumed = project.resume(true).pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(resumed.tables())
                .extracting(table -> table.table().name())
                .contains("child")
                .doesNotContain("parent");
        assertThat(schema()).isEqualTo(before);
        allIsThere(9000, 20_000);
    }

    @Test
    void tablesOfAnEarlierSnapshotAreCopiedAgainWhereForeignKeysNoLongerHold() {
        List<String> before = schema();
        interruptAfter("parent");
        project.pull();
        server.execute(
                prod,
                "INSERT INTO parent VALUES (9001, 'new@x.org', '')",
                "INSERT INTO child VALUES (20001, 9001, '')");

        PullReport resumed = project.resume(true).pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(resumed.tables()).extracting(table -> table.table().name()).contains("child", "parent");
        assertThat(schema()).isEqualTo(before);
        allIsThere(9001, 20_001);
    }

    @Test
    void anInterruptedPullMayBeBegunAnew() {
        List<String> before = schema();
        interruptAfter("parent");
        project.pull();
        server.execute(prod, "UPDATE parent SET pad = 'changed' WHERE id = 7");

        PullReport anew = project.pull();

        assertThat(anew.problems()).isEmpty();
        assertThat(anew.tables()).hasSize(3);
        assertThat(schema()).isEqualTo(before);
        assertThat(server.value(local, "SELECT pad FROM parent WHERE id = 7")).isEqualTo("changed");
        allIsThere(9000, 20_000);
    }

    @Test
    void onlyTheSamePullIsResumed() {
        PullReport nothing = project.resume(true).pull();
        assertThat(nothing.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(nothing.problems().get(0).what()).contains("There is nothing to resume");
        interruptAfter("parent");
        project.resume(false).pull();

        project.resume(true).rules("""
                parent: { email: hash, pad: keep }
                child: { pad: keep }
                alone: { note: keep }
                """);
        PullReport otherRules = project.pull();

        assertThat(otherRules.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(otherRules.problems().get(0).what()).contains("the masking rules are others");
    }

    @Test
    void rowsThatDoNotSatisfyTheTargetEndThePullWithAWayToGoOn() {
        server.execute(local, "ALTER TABLE child ADD CONSTRAINT few CHECK (id < 19000)");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("child", "few").doesNotContain("yyy");
        assertThat(report.problems())
                .anySatisfy(problem -> assertThat(problem.remedy()).contains("-Dsync.resume", "-Dsync.restoreIndexes"));
        server.execute(local, "ALTER TABLE child DROP CONSTRAINT few");
        assertThat(project.resume(true).pull().outcome()).isEqualTo(Outcome.PULLED);
        allIsThere(9000, 20_000);
    }

    /** The backends are terminated once a table is whole, by the only worker: what comes after it is not. */
    private void interruptAfter(String table) {
        AtomicBoolean done = new AtomicBoolean();
        project.pull("workers: 1").onEvent(event -> {
            if (event instanceof SyncEvent.Progress progress
                    && progress.finished()
                    && progress.task().equals(table)
                    && done.compareAndSet(false, true)) {
                terminate(local);
            }
        });
    }

    /** Its key is put back with those of the source, and what it references must have its own key again by then. */
    @Test
    void aForeignKeyThatOnlyTheTargetHasComesBackWhenWhatItReferencesIsWhole() {
        server.execute(local, "ALTER TABLE child ADD CONSTRAINT own FOREIGN KEY (id) REFERENCES alone NOT VALID");
        List<String> before = schema();

        PullReport report = project.pull("workers: 1").pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(schema()).isEqualTo(before);
        allIsThere(9000, 20000);
    }

    @Test
    void aWorkerThatCannotConnectToTheTargetLeavesNoSessionThatHoldsProductionsSnapshot() {
        AtomicBoolean done = new AtomicBoolean();
        String allow = "ALTER DATABASE " + local.url().database() + " ALLOW_CONNECTIONS ";
        project.pull("workers: 1").onEvent(event -> {
            if (event instanceof SyncEvent.StepStarted step
                    && step.step().startsWith("Copy")
                    && done.compareAndSet(false, true)) {
                server.execute(server.maintenance(), allow + "false");
            }
        });

        PullReport report = project.pull();

        server.execute(server.maintenance(), allow + "true");
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(server.query(prod, """
                SELECT application_name
                FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'
                """)).isEmpty();
    }

    private void terminate(Database database) {
        server.query(
                database,
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    private void allIsThere(int parents, int children) {
        assertThat(server.value(local, "SELECT count(*), count(DISTINCT id) FROM parent"))
                .isEqualTo(parents + "|" + parents);
        assertThat(server.value(local, "SELECT count(*), count(DISTINCT id) FROM child"))
                .isEqualTo(children + "|" + children);
        assertThat(server.value(local, "SELECT count(*) FROM parent WHERE email !~ '^user_[0-9a-f]{16}@example.com$'"))
                .isEqualTo("0");
        assertThat(server.value(local, "SELECT count(*) FROM alone")).isEqualTo("100");
        assertThat(server.query(local, "SELECT relname FROM pg_class WHERE relname LIKE 'sync_load%'"))
                .isEmpty();
    }

    /** Without rows and positions. */
    private List<String> schema() {
        return TargetState.schema(server, local);
    }
}
