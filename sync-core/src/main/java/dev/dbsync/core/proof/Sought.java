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

    /** Of the filter, where there is room: a look-up then finds what was never added about once in ten thousand. */
    private static final int BITS_EACH = 40;

    private static final int FEWEST_PROBES = 3;
    private static final int MOST_PROBES = 6;
    private static final int SMALLEST = 1 << 10;
    private static final int MOST_LENGTHS = 1 << 24;

    /** Longs; what is looked up is in one block of the filter, as memory is slow. */
    private static final int BLOCK = 8;

    private static final int PLACE_BITS = 9;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle BYTES = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final VarHandle SHAPES = shapesHandle();

    private final long[] filter;
    private final int blocks;
    private final byte[] lengths;
    private final int lengthMask;
    private final int probes;
    private volatile long shapes;

    /**
     * @param expected how many digests there may be, roughly
     * @param bytes at most so many are used
     */
    Sought(long expected, long bytes) {
        // An eighth of the filter is added for the lengths.
        long most = Math.min(bytes * 8 / 9 / Long.BYTES, 1 << 27);
        long wanted = Math.min(expected, Long.MAX_VALUE / BITS_EACH) * BITS_EACH / Long.SIZE;
        blocks = (int) Math.max(SMALLEST, Math.min(wanted, most)) / BLOCK;
        filter = new long[blocks * BLOCK];
        lengths = new byte[Math.min(Integer.highestOneBit(filter.length), MOST_LENGTHS)];
        lengthMask = lengths.length - 1;
        // As many as leave half of the bits unset.
        double best = Math.log(2) * filter.length * Long.SIZE / Math.max(1, expected);
        probes = (int) Math.max(FEWEST_PROBES, Math.min(MOST_PROBES, Math.round(best)));
    }

    private static VarHandle shapesHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Sought.class, "shapes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
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

    /** Adds a form, which is looked up without any window. */
    void addForm(long digest, int shape) {
        if ((shapes & 1L << shape) == 0) {
            SHAPES.getAndBitwiseOr(this, 1L << shape);
        }
        add(digest);
    }

    private void add(long digest) {
        int block = block(digest);
        long places = places(digest);
        for (int i = 0; i < probes; i++) {
            int at = block + at(places, i);
            long bit = 1L << (places >>> i * PLACE_BITS);
            if ((filter[at] & bit) == 0) {
                LONGS.getAndBitwiseOr(filter, at, bit);
            }
        }
    }

    /** A bit for each shape of forms that was added. */
    long shapes() {
        return shapes;
    }

    /** Whether there may be a UUID among what was added. */
    boolean mayHaveUuids() {
        return (shapes & 1L << Forms.UUID) != 0;
    }

    /** A bit for each number of words that something sought may have which begins with this word. */
    int lengths(long first) {
        return Byte.toUnsignedInt(lengths[(int) (first >>> 17) & lengthMask]);
    }

    boolean mayContain(long digest) {
        int block = block(digest);
        long places = places(digest);
        for (int i = 0; i < probes; i++) {
            if ((filter[block + at(places, i)] & 1L << (places >>> i * PLACE_BITS)) == 0) {
                return false;
            }
        }
        return true;
    }

    long bytes() {
        return (long) filter.length * Long.BYTES + lengths.length;
    }

    /** Where the longs begin in which all bits of a digest are: one line of the processor's cache, or two. */
    private int block(long digest) {
        return (int) ((digest >>> 32) * blocks >>> 32) * BLOCK;
    }

    /** Nine bits for each probe: six say which one of a long, three which long of the block. */
    private static long places(long digest) {
        long mixed = (digest ^ digest >>> 29) * 0xbf58476d1ce4e5b9L;
        return mixed ^ mixed >>> 32;
    }

    private static int at(long places, int probe) {
        return (int) (places >>> probe * PLACE_BITS + 6) & BLOCK - 1;
    }
}
