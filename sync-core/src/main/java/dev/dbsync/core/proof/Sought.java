package dev.dbsync.core.proof;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is sought, in bounded memory: a Bloom filter of digests, before it a table of how many words belong to what
 * begins with a word, so that few windows of a text are looked up. It never denies what was added. Thread-safe.
 */
final class Sought {

    /** The longest window, in words; of anything longer its beginning is sought. */
    static final int LONGEST = 8;

    /** Of the filter; a look-up that finds what was never added then happens once in some hundred thousand. */
    private static final int BITS_EACH = 24;

    private static final int PROBES = 7;
    private static final int SMALLEST = 1 << 10;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle BYTES = MethodHandles.arrayElementVarHandle(byte[].class);

    private final long[] filter;
    private final byte[] lengths;
    private final int filterMask;
    private final int lengthMask;

    /**
     * @param expected how many digests there may be, roughly
     * @param bytes at most so many are used
     */
    Sought(long expected, long bytes) {
        long wanted = Math.min(bytes, expected) * BITS_EACH / Byte.SIZE;
        int longs = SMALLEST;
        while ((long) longs * Long.BYTES < wanted && 2L * longs * (Long.BYTES + 1) <= bytes) {
            longs *= 2;
        }
        filter = new long[longs];
        filterMask = longs - 1;
        // A quarter of the filter at most, and as many as fit in a processor's cache where that will do.
        lengths = new byte[Math.min(longs, 1 << 24)];
        lengthMask = lengths.length - 1;
    }

    /**
     * Adds what is found by windows.
     *
     * @param first the digest of its first word
     * @param words of it, up to {@link #LONGEST}
     */
    void add(long digest, long first, int words) {
        BYTES.getAndBitwiseOr(lengths, (int) (first >>> 17) & lengthMask, (byte) (1 << (words - 1)));
        add(digest);
    }

    /** Adds what is looked up without any window. */
    void add(long digest) {
        for (int i = 0; i < PROBES; i++) {
            long bit = bit(digest, i);
            LONGS.getAndBitwiseOr(filter, index(bit), 1L << bit);
        }
    }

    /** A bit for each number of words that something sought may have which begins with this word. */
    int lengths(long first) {
        return Byte.toUnsignedInt(lengths[(int) (first >>> 17) & lengthMask]);
    }

    boolean mayContain(long digest) {
        for (int i = 0; i < PROBES; i++) {
            long bit = bit(digest, i);
            if ((filter[index(bit)] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    long bytes() {
        return (long) filter.length * Long.BYTES + lengths.length;
    }

    /** Two hashes make as many as are wanted; the lowest six bits are a place within a long. */
    private static long bit(long digest, int probe) {
        return digest + probe * (Long.rotateLeft(digest, 31) | 1);
    }

    private int index(long bit) {
        return (int) (bit >>> 6) & filterMask;
    }
}
