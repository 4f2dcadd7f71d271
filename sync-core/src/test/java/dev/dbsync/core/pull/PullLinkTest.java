package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A link to either side that is cut or slow costs time, and no row. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullLinkTest extends PullFixture {

    @BeforeEach
    void tables() {
        project.script("V1__tables.sql", """
                CREATE TABLE parent (id int PRIMARY KEY, email text UNIQUE, pad text);
                CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent);
                """);
        project.migrate(prod);
        project.migrate(local);
        server.execute(
                prod,
                "INSERT INTO parent SELECT i, 'p' || i || '@x.org', repeat('x', 1500) FROM generate_series(1, 6000) i",
                "INSERT INTO child SELECT i, 1 + i % 6000 FROM generate_series(1, 9000) i",
                "ANALYZE");
        server.execute(local, "INSERT INTO parent VALUES (1, 'old', '')");
    }

    @ParameterizedTest
    @CsvSource({"prod, in-place", "local, in-place", "prod, swap", "local, swap"})
    void aPullWhoseLinkIsCutAmidTheRowsIsResumed(String side, String mode) {
        List<String> before = TargetState.schema(server, local);
        AtomicBoolean done = new AtomicBoolean();
        try (TcpProxy source = new TcpProxy(prod);
                TcpProxy target = new TcpProxy(local)) {
            TcpProxy cut = side.equals("prod") ? source : target;
            PullProject pulling = new PullProject(directory, source.through(prod), target.through(local))
                    .mode(mode)
                    .rules("parent: { email: email, pad: keep }")
                    .onEvent(event -> {
                        if (event instanceof SyncEvent.Progress && done.compareAndSet(false, true)) {
                            cut.cut();
                        }
                    });

            PullReport failed = pulling.pull();

            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            PullReport resumed = pulling.resume(true).pull();
            assertThat(resumed.problems()).isEmpty();
            assertThat(resumed.outcome()).isEqualTo(Outcome.PULLED);
        }
        assertThat(TargetState.schema(server, local)).isEqualTo(before);
        allIsThere();
    }

    @Test
    void aSlowLinkIsWaitedFor() {
        try (TcpProxy source = new TcpProxy(prod);
                TcpProxy target = new TcpProxy(local)) {
            source.slow(Duration.ofMillis(2));
            target.slow(Duration.ofMillis(2));

            PullReport report = new PullProject(directory, source.through(prod), target.through(local))
                    .mode("in-place")
                    .rules("parent: { email: email, pad: keep }")
                    .pull();

            assertThat(report.problems()).isEmpty();
            assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        }
        allIsThere();
    }

    private void allIsThere() {
        assertThat(server.value(local, "SELECT count(*), count(DISTINCT id) FROM parent"))
                .isEqualTo("6000|6000");
        assertThat(server.value(local, "SELECT count(*), count(DISTINCT id) FROM child"))
                .isEqualTo("9000|9000");
        assertThat(server.value(local, "SELECT count(*) FROM parent WHERE email !~ '^user_[0-9a-f]{16}@example.com$'"))
                .isEqualTo("0");
    }
}
