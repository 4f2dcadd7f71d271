package dev.dbsync.core.masking.builtin.keyed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 of a few words: a pseudo-random function of 128 bits of key (Aumasson and Bernstein, 2012), for the many
 * rounds of a permutation, in which an HMAC would take too long. Immutable and thread-safe.
 */
public final class SipHash {

    private final long k0;
    private final long k1;

    /** @param key of 16 bytes */
    public SipHash(byte[] key) {
        ByteBuffer words = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        k0 = words.getLong();
        k1 = words.getLong();
    }

    /** Of the 16 bytes of two words, the lower byte first. */
    public long hash(long first, long second) {
        return digest(16L << 56, first, second);
    }

    /** Of the 24 bytes of three words, the lower byte first. */
    public long hash(long first, long second, long third) {
        return digest(24L << 56, first, second, third);
    }

    /** @param last what remains of the message, and its length in the highest byte */
    long digest(long last, long... words) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        for (int i = 0; i <= words.length + 2; i++) {
            // After the words comes the last one, and after that two double rounds without any.
            long word = i < words.length ? words[i] : last;
            boolean absorbs = i <= words.length;
            if (absorbs) {
                v3 ^= word;
            } else if (i == words.length + 1) {
                v2 ^= 0xff;
            }
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            if (absorbs) {
                v0 ^= word;
            }
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
