package dev.dbsync.core.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sought, found and measured stays within its bounds, and never denies what was there. */
class MemoryTest {

    @Test
    void whateverWasAddedIsFoundAndHardlyAnythingElse() {
        Random random = new Random(1);
        long[] digests = random.longs(100_000).toArray();
        Sought sought = new Sought(digests.length, 64 << 20);
        for (long digest : digests) {
            sought.add(digest, digest, 3);
        }

        for (long digest : digests) {
            assertThat(sought.mayContain(digest)).isTrue();
            assertThat(sought.lengths(digest) & 0b100).isNotZero();
        }
        assertThat(random.longs(1_000_000).filter(sought::mayContain).count()).isLessThan(100);
    }

    @Test
    void memoryIsBoundedWhateverIsExpected() {
        assertThat(new Sought(Long.MAX_VALUE / 64, 1 << 20).bytes()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void aTallyCountsWholeTextsAndOthersAndSaysWhenItIsFull() {
        Tally tally = new Tally(1 << 14);
        tally.add(7, 1, true);
        tally.add(7, 1, false);
        tally.add(7, 2, false);

        assertThat(tally.count(7, 1)).isEqualTo(2);
        assertThat(tally.count(7, 2)).isEqualTo(1);
        assertThat(tally.count(8, 1)).isZero();
        assertThat(tally.isFull()).isFalse();

        for (long i = 0; i < 10_000; i++) {
            tally.add(i, 0, true);
        }
        assertThat(tally.isFull()).isTrue();
        assertThat(tally.count(0, 0)).isEqualTo(1);
        assertThat(tally.count(7, 1)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 1_000, 5_000, 20_000, 300_000})
    void differentValuesAreEstimatedWell(int distinct) {
        Random random = new Random(distinct);
        Measure measure = new Measure();
        long[] digests = random.longs(distinct).toArray();
        for (int i = 0; i < 2 * distinct; i++) {
            measure.add(digests[i % distinct], 5 + i % 3);
        }

        assertThat(measure.measured().values()).isEqualTo(2L * distinct);
        assertThat(measure.measured().distinct()).isCloseTo(distinct, withPercentage(7));
        if (distinct > 1) {
            assertThat(measure.measured().shortest()).isEqualTo(5);
            assertThat(measure.measured().longest()).isEqualTo(7);
        }
    }
}
