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

    /**
     * Of the filter, where there is room: a look-up then finds what was never added about once in a hundred thousand.
     */
    private static final int BITS_EACH = 40;

    private static final int FEWEST_PROBES = 3;
    private static final int MOST_PROBES = 6;
    private static final int SMALLEST = 1 << 10;
    private static final int MOST_LENGTHS = 1 << 24;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle BYTES = MethodHandles.arrayElementVarHandle(byte[].class);

    private final long[] filter;
    private final byte[] lengths;
    private final int lengthMask;
    private final int probes;

    /**
     * @param expected how many digests there may be, roughly
     * @param bytes at most so many are used
     */
    Sought(long expected, long bytes) {
        // An eighth of the filter is added for the lengths.
        long most = Math.min(bytes * 8 / 9 / Long.BYTES, 1 << 27);
        long wanted = Math.min(expected, Long.MAX_VALUE / BITS_EACH) * BITS_EACH / Long.SIZE;
        filter = new long[(int) Math.max(SMALLEST, Math.min(wanted, most))];
        lengths = new byte[Math.min(Integer.highestOneBit(filter.length), MOST_LENGTHS)];
        lengthMask = lengths.length - 1;
        // As many as leave half of the bits unset.
        double best = Math.log(2) * filter.length * Long.SIZE / Math.max(1, expected);
        probes = (int) Math.max(FEWEST_PROBES, Math.min(MOST_PROBES, Math.round(best)));
    }

    /**
     * Adds what is found by windows.
     *
     * @param first the digest of its first word
     * @param words of it, up to {@link #LONGEST}
     */
    void add(long digest, long first, int words) {
        int at = (int) (first >>> 17) & lengthMask;
        byte bit = (byte) (1 << (words - 1));
        if ((lengths[at] & bit) == 0) {
            BYTES.getAndBitwiseOr(lengths, at, bit);
        }
        add(digest);
    }

    /** Adds what is looked up without any window. */
    void add(long digest) {
        for (int i = 0; i < probes; i++) {
            long hash = hash(digest, i);
            int at = index(hash);
            if ((filter[at] & 1L << hash) == 0) {
                LONGS.getAndBitwiseOr(filter, at, 1L << hash);
            }
        }
    }

    /** A bit for each number of words that something sought may have which begins with this word. */
    int lengths(long first) {
        return Byte.toUnsignedInt(lengths[(int) (first >>> 17) & lengthMask]);
    }

    boolean mayContain(long digest) {
        for (int i = 0; i < probes; i++) {
            long hash = hash(digest, i);
            if ((filter[index(hash)] & 1L << hash) == 0) {
                return false;
            }
        }
        return true;
    }

    long bytes() {
        return (long) filter.length * Long.BYTES + lengths.length;
    }

    /** Two hashes make as many as are wanted: the lowest six bits of each are a place within a long. */
    private static long hash(long digest, int probe) {
        return digest + probe * (Long.rotateLeft(digest, 31) | 1);
    }

    /** The upper half of a hash, spread over the filter. */
    private int index(long hash) {
        return (int) ((hash >>> 32) * filter.length >>> 32);
    }
}
