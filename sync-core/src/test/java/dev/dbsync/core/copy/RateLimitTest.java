package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = 5 * SECOND;
    private long paused;

    /** A thousand bytes a second, with a clock that moves while it waits. */
    private final RateLimit limit = new RateLimit(1e6, () -> now, nanos -> {
        now += nanos;
        paused += nanos;
    });

    @Test
    void whoTakesMoreThanThereIsWaits() throws InterruptedException {
        limit.take(100);
        assertThat(paused).as("a tenth of a second was saved up").isZero();
        limit.take(500);
        assertThat(paused).isEqualTo(SECOND / 2);
        limit.take(500);
        assertThat(paused).isEqualTo(SECOND);
    }

    @Test
    void whatIsNotTakenIsNotSavedUpForLong() throws InterruptedException {
        now += 60 * SECOND;
        limit.take(1100);
        assertThat(paused).isEqualTo(SECOND);
    }

    @Property
    void inTheLongRunItIsTheRate(@ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 5000) Integer> taken)
            throws InterruptedException {
        long start = now;
        long bytes = 0;
        for (int each : taken) {
            limit.take(each);
            bytes += each;
        }
        assertThat(now - start).isGreaterThanOrEqualTo((bytes - 100) * SECOND / 1000);
        assertThat(now - start).isLessThanOrEqualTo(bytes * SECOND / 1000);
    }

    @Test
    void noLimitIsNoWait() throws InterruptedException {
        RateLimit none = RateLimit.of(OptionalLong.empty());
        none.take(Long.MAX_VALUE / 2);
        none.take(Long.MAX_VALUE / 2);
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> RateLimit.of(OptionalLong.of(0))).isInstanceOf(IllegalArgumentException.class);
    }
}
