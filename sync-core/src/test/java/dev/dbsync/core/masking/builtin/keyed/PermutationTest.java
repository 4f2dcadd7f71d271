package dev.dbsync.core.masking.builtin.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {

    private static final byte[] KEY = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    /** Vectors of the reference implementation: of the bytes from 0 to 14, and from 0 to 15. */
    @Test
    void sipHashIsThatOfItsAuthors() {
        SipHash function = new SipHash(KEY);

        assertThat(function.digest(0x0f0e0d0c0b0a0908L, 0x0706050403020100L)).isEqualTo(0xa129ca6149be45e5L);
        assertThat(function.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L)).isEqualTo(0x3f2acc7f57c29bdbL);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 7, 8, 10, 100, 1_000, 4_095, 65_537})
    void everyNumberIsTheImageOfOneAndOfNoneItself(long size) {
        Permutation permutation = new Permutation(KEY, size);
        Set<Long> images = new HashSet<>();
        for (long number = 0; number < size; number++) {
            long image = permutation.apply(number);
            assertThat(image).isBetween(0L, size - 1).isNotEqualTo(number);
            assertThat(permutation.undo(image)).isEqualTo(number);
            images.add(image);
        }
        assertThat(images).hasSize((int) size);
    }

    @Property
    void allNumbersThatThereAreArePermutedToo(@ForAll long number, @ForAll @IntRange(min = 0, max = 3) int kind) {
        long size = new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE, 10_000_000_000L}[kind];
        long inside = size == 0 ? number : Long.remainderUnsigned(number, size);
        Permutation permutation = new Permutation(KEY, size);

        long image = permutation.apply(inside);

        assertThat(image).isNotEqualTo(inside);
        assertThat(size == 0 || Long.compareUnsigned(image, size) < 0).isTrue();
        assertThat(permutation.undo(image)).isEqualTo(inside);
    }
}
