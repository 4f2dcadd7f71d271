package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.report.PullJson;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.run.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull that holds production's snapshot for long says so. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullHeldSnapshotTest extends PullFixture {

    @BeforeEach
    void aTable() {
        both("CREATE TABLE t (id int)");
        server.execute(prod, "INSERT INTO t VALUES (1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place"})
    void aSnapshotThatIsHeldForLongIsWarnedOfOnceAndItsTimeIsInTheReport(String mode) {
        CountDownLatch warned = new CountDownLatch(1);
        project.mode(mode).longHeld(Duration.ZERO).onEvent(event -> {
            if (event instanceof SyncEvent.Warning warning && warning.text().contains("snapshot")) {
                warned.countDown();
            } else if (event instanceof SyncEvent.StepStarted step
                    && step.step().startsWith("Copy")) {
                await(warned);
            }
        });

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("The snapshot of prod is held for ")
                .contains("vacuum can remove no row", "pull.workers", "standby without hot_standby_feedback");
        Duration held = report.snapshotHeld().orElseThrow();
        assertThat(held).isPositive();
        assertThat(PullJson.of(report)).contains("\"snapshotSeconds\" : " + held.toMillis() / 1000.0);
        assertThat(PullText.of(report)).contains("The snapshot of prod was held for ");
    }

    @Test
    void aShortPullIsNotWarnedOf() {
        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aPullThatFailsTellsHowLongItHeldTheSnapshotToo() {
        server.execute(local, "ALTER TABLE t ADD CHECK (id > 1)");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.snapshotHeld()).isPresent();
        assertThat(PullJson.of(report)).contains("\"snapshotSeconds\" : ");
    }

    private List<String> warnings() {
        return List.copyOf(project.events).stream()
                .filter(SyncEvent.Warning.class::isInstance)
                .map(event -> ((SyncEvent.Warning) event).text())
                .filter(text -> text.contains("snapshot"))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
