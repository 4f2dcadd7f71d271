package dev.dbsync.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the warning of a snapshot that is held for long comes, and what it says. */
class HeldSnapshotTest {

    @Test
    void theWarningComesAgainForAsLongAsItIsHeld() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);

        try (HeldSnapshot held =
                new HeldSnapshot("prod", Optional.empty(), Duration.ofNanos(1), event -> three.countDown())) {
            assertThat(three.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theWarningSaysWhatItMeansForWhoeverIsRead() {
        Duration hours = Duration.ofHours(3);

        assertThat(warning(Optional.empty(), hours)).contains("for 3 hours now", "no row that has died there since");
        assertThat(warning(Optional.of(new StandbySource(true, Optional.empty())), hours))
                .contains("died on its primary", "hot_standby_feedback is on");
        assertThat(warning(Optional.of(new StandbySource(false, Optional.empty())), Duration.ofMinutes(31)))
                .contains("for 31 minutes now", "vacuum is not held up", "fall behind");
    }

    private static String warning(Optional<StandbySource> standby, Duration time) {
        try (HeldSnapshot held = new HeldSnapshot("prod", standby, HeldSnapshot.LONG, event -> {})) {
            return held.warning(time);
        }
    }
}
