package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What production may be asked for holds from the first question of the plan to the last one of the proof. */
class SourceLimitsTest extends PullFixture {

    /** Three megabytes at one a second, without what the limit saves up, and with a wide margin. */
    private static final Duration THREE_MEGABYTES = Duration.ofSeconds(2);

    @Test
    void theSampleOfThePlanIsReadNoFasterThanIsAllowed() {
        people(100, 30_000);
        project.mode("in-place").pull("maxRate: 1").rules("people: { email: email }");

        long since = System.nanoTime();
        project.plan();

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(THREE_MEGABYTES);
    }

    @Test
    void ofLongRowsNoMoreAreTriedThanABoundedSize() {
        both("CREATE TABLE document (id int PRIMARY KEY, title text, body text)");
        server.execute(
                prod,
                "ALTER TABLE document ALTER body SET STORAGE EXTERNAL",
                "INSERT INTO document SELECT i, 't' || i, repeat('x', 1000000 + i) FROM generate_series(1, 8) i");
        // What is tried would be refused: whether it was is how the test knows.
        server.execute(local, "ALTER TABLE document ADD CHECK (length(body) < 1000006)");
        project.rules("document: { title: hash, body: keep }");

        assertThat(project.plan().tables()).hasSize(1);
    }

    @Test
    void theProofReadsNoFasterThanIsAllowed() {
        people(3000, 1000);
        long[] begun = new long[1];
        long[] took = new long[1];
        project.mode("in-place")
                .pull("verify: full, maxRate: 1")
                .rules("people: { email: email }")
                .onEvent(event -> {
                    if (event instanceof SyncEvent.StepStarted started
                            && started.step().startsWith("Prove")) {
                        begun[0] = System.nanoTime();
                    }
                    if (event instanceof SyncEvent.StepFinished finished
                            && finished.step().startsWith("Prove")) {
                        took[0] = System.nanoTime() - begun[0];
                    }
                });

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);

        assertThat(Duration.ofNanos(took[0])).isGreaterThan(THREE_MEGABYTES);
    }

    @Test
    void aStatementOfThePlanRunsNoLongerThanIsAllowed() {
        people(1, 10);
        project.pull("statementTimeout: 500ms, tables: [{ table: people, where: \"pg_sleep(5) IS NOT NULL\" }]")
                .rules("people: { email: email }");

        assertThatThrownBy(project::plan)
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("57014")
                .hasMessageContaining("pull.statementTimeout (500ms)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place"})
    void whatALimitHasEndedSaysWhichOne(String mode) {
        both("CREATE TABLE t (id int PRIMARY KEY, pad text)");
        server.execute(
                prod,
                "ALTER TABLE t ALTER pad SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1, 12000) i");
        project.mode(mode).pull("statementTimeout: 1s, maxRate: 1").rules("t: { pad: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("Cannot read t", "57014");
        assertThat(report.problems().get(0).remedy()).contains("on prod", "pull.statementTimeout (1s)", "raise it");
    }

    private void people(int rows, int length) {
        both("CREATE TABLE people (id int PRIMARY KEY, email text)");
        server.execute(
                prod,
                "ALTER TABLE people ALTER email SET STORAGE EXTERNAL",
                "INSERT INTO people SELECT i, 'x' || i || repeat('y', %d) || '@corp.example' FROM generate_series(1, %d) i"
                        .formatted(length, rows),
                "ANALYZE");
    }
}
