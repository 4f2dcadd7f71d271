package dev.dbsync.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Digests are those of SipHash-2-4, and windows of words are told apart. */
class DigestTest {

    /** Of the reference implementation: the key 00 01 … 0f, and texts 00 01 … of growing length. */
    private static final long[] REFERENCE = {
        0x726fdb47dd0e0e31L,
        0x74f839c593dc67fdL,
        0x0d6c8009d9a94f5aL,
        0x85676696d7fb7e2dL,
        0xcf2794e0277187b7L,
        0x18765564cd99a68dL,
        0xcbc9466e58fee3ceL,
        0xab0200f58b01d137L,
        0x93f5f5799a932462L,
        0x9e0082df0ba9e4b0L,
        0x7a5dbbc594ddb9f3L,
        0xf4b32f46226bada7L,
        0x751e8fbc860ee5fbL,
        0x14ea5627c0843d90L,
        0xf723ca908e7af2eeL,
        0xa129ca6149be45e5L
    };

    @Test
    void theyAreThoseOfTheReference() {
        byte[] counting = new byte[16];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) i;
        }
        Digest digest = new Digest(counting);
        for (int length = 0; length < REFERENCE.length; length++) {
            assertThat(digest.of(counting, 0, length)).as("length " + length).isEqualTo(REFERENCE[length]);
            byte[] alone = Arrays.copyOf(counting, length);
            assertThat(digest.of(alone, 0, length))
                    .as("alone, length " + length)
                    .isEqualTo(REFERENCE[length]);
        }
    }

    @Test
    void eachRunHasItsOwn() {
        byte[] text = {'a'};
        assertThat(Digest.random().of(text, 0, 1)).isNotEqualTo(Digest.random().of(text, 0, 1));
    }

    @Test
    void anotherOrderOfWordsIsAnotherWindow() {
        Set<Long> seen = new HashSet<>();
        for (long one = 1; one <= 100; one++) {
            for (long other = 1; other <= 100; other++) {
                seen.add(Digest.followed(one, other));
            }
        }
        assertThat(seen).hasSize(10_000);
    }
}
