package dev.dbsync.core.proof;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4 under a key that is made for one run and forgotten after it: what is compared of production's values, so
 * that none of them is kept. Thread-safe.
 *
 * @see <a href="https://www.aumasson.jp/siphash/siphash.pdf">SipHash: a fast short-input PRF</a>
 */
final class Digest {

    private static final int KEY_BYTES = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long key0;
    private final long key1;

    /** @param key 16 bytes */
    Digest(byte[] key) {
        ByteBuffer longs = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        key0 = longs.getLong();
        key1 = longs.getLong();
    }

    /** Under a new key. */
    static Digest random() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Digest(key);
    }

    long of(byte[] text, int from, int to) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int at = from;
        // The words of the text, and its last bytes with its length: one block after the other.
        for (boolean more = true; more; ) {
            long block;
            if (to - at >= Long.BYTES) {
                block = (long) LONGS.get(text, at);
                at += Long.BYTES;
            } else {
                block = (long) (to - from) << 56 | last(text, at, to);
                more = false;
            }
            v3 ^= block;
            for (int i = 0; i < 2; i++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= block;
        }
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Fewer than eight bytes; at once, where the array goes on behind them. */
    private static long last(byte[] text, int from, int to) {
        if (from + Long.BYTES <= text.length) {
            return (long) LONGS.get(text, from) & (1L << 8 * (to - from)) - 1;
        }
        long last = 0;
        for (int i = from; i < to; i++) {
            last |= Byte.toUnsignedLong(text[i]) << 8 * (i - from);
        }
        return last;
    }

    /** The digest of a sequence that goes on with this word; of the first word it is the word's own. */
    static long followed(long sequence, long word) {
        long mixed = (sequence ^ Long.rotateLeft(word, 23)) * 0x9e3779b97f4a7c15L + word;
        mixed = (mixed ^ (mixed >>> 32)) * 0xd6e8feb86659fd93L;
        return mixed ^ (mixed >>> 32);
    }
}
