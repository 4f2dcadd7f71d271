package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.Sessions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupting the thread of a pull ends it on both servers, and what is left can be gone on with. */
@Timeout(120)
class PullInterruptTest extends PullFixture {

    private static final String SUM = "SELECT count(*), sum(id), sum(length(padding)) FROM t";

    @AfterEach
    void nobodyElseIsInterrupted() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place"})
    void interruptedWhileItCopiesItEndsAtOnceAndLeavesNoSession(String mode) {
        filled();
        // At this rate it would take minutes.
        project.mode(mode).pull("maxRate: 1");
        interruptAt(SyncEvent.Progress.class);

        PullReport report = project.pull();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        new Sessions(server, prod).awaitGone();
        new Sessions(server, local).awaitGone();
        if (mode.equals("transaction")) {
            assertThat(report.rollback().toString()).contains("those of local are as they were");
            assertThat(server.value(local, SUM)).isEqualTo("1|7|3");
        } else {
            assertThat(report.problems().toString()).contains("-Dsync.resume", "-Dsync.restoreIndexes");
            assertThat(report.rollback().toString()).contains("-Dsync.resume").doesNotContain("as they were");
        }
        project.pull("verify: full").onEvent(event -> {}).resume(mode.equals("in-place"));
        assertThat(project.pull().problems()).isEmpty();
        assertThat(server.value(local, SUM)).isEqualTo(server.value(prod, SUM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place"})
    void interruptedWhileAServerIsAtAStatementItDoesNotWaitForIt(String mode) {
        filled();
        server.execute(
                local,
                "DELETE FROM t",
                "CREATE MATERIALIZED VIEW slow AS SELECT pg_sleep(CASE WHEN count(*) > 0 THEN 300 ELSE 0 END)::text FROM t");
        project.mode(mode);
        Thread pulling = Thread.currentThread();
        CompletableFuture<Void> interrupter = CompletableFuture.runAsync(() -> {
            String refreshing =
                    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'REFRESH%'";
            while (server.query(local, refreshing).isEmpty()) {
                server.execute(local, "SELECT pg_sleep(0.05)");
            }
            pulling.interrupt();
        });

        PullReport report = project.pull();

        interrupter.join();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        new Sessions(server, local).awaitGone();
    }

    @Test
    void aThreadThatIsNotInterruptedIsLeftAlone() {
        filled();
        project.mode("in-place");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private void filled() {
        both("CREATE TABLE t (id int PRIMARY KEY, padding text)");
        server.execute(
                prod,
                "ALTER TABLE t ALTER COLUMN padding SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1, 60000) i");
        server.execute(local, "INSERT INTO t VALUES (7, 'old')");
        project.rules("t: { padding: keep }");
    }

    private void interruptAt(Class<? extends SyncEvent> event) {
        Thread pulling = Thread.currentThread();
        project.onEvent(heard -> {
            if (event.isInstance(heard)) {
                pulling.interrupt();
            }
        });
    }
}
