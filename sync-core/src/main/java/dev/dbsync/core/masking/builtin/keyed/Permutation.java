package dev.dbsync.core.masking.builtin.keyed;

/**
 * A keyed permutation of the numbers from 0 to {@code size - 1} in which no number stays in its place: a Feistel
 * network over the next power of two, walked until it is back inside (Black and Rogaway, 2002), with a step to the next
 * number between two of its kind, the second one backwards: what is in its place after that was not before.
 *
 * <p>Immutable and thread-safe.
 */
public final class Permutation {

    private static final int ROUNDS = 10;

    private final SipHash function;
    private final long size;
    private final int rightBits;
    private final long leftMask;
    private final long rightMask;

    /** @param size from 2; as an unsigned number, where 0 stands for 2^64 */
    public Permutation(byte[] key, long size) {
        this.function = new SipHash(key);
        this.size = size;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
        rightBits = Math.max(1, bits / 2);
        int leftBits = Math.max(1, bits - rightBits);
        rightMask = -1L >>> (Long.SIZE - rightBits);
        leftMask = -1L >>> (Long.SIZE - leftBits);
    }

    /** @param number from 0 to {@code size - 1}, unsigned */
    public long apply(long number) {
        long before = walk(number, false);
        long next = before + 1 == size ? 0 : before + 1;
        return walk(next, true);
    }

    /** The number whose image this is. */
    public long undo(long image) {
        long next = walk(image, false);
        return walk((next == 0 ? size : next) - 1, true);
    }

    private long walk(long number, boolean forwards) {
        long at = number;
        do {
            at = forwards ? forwards(at) : backwards(at);
        } while (size != 0 && Long.compareUnsigned(at, size) >= 0);
        return at;
    }

    private long forwards(long number) {
        long left = number >>> rightBits & leftMask;
        long right = number & rightMask;
        for (int round = 0; round < ROUNDS; round += 2) {
            left ^= function.hash(round, right) & leftMask;
            right ^= function.hash(round + 1L, left) & rightMask;
        }
        return left << rightBits | right;
    }

    private long backwards(long number) {
        long left = number >>> rightBits & leftMask;
        long right = number & rightMask;
        for (int round = ROUNDS - 2; round >= 0; round -= 2) {
            right ^= function.hash(round + 1L, left) & rightMask;
            left ^= function.hash(round, right) & leftMask;
        }
        return left << rightBits | right;
    }
}
