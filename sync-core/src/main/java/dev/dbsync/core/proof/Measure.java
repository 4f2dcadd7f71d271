package dev.dbsync.core.proof;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the values of a column are like as a whole: how many there are, how many different ones, how long they are. The
 * number of different ones is estimated, in 4 KB, to about two in a hundred. Thread-safe.
 *
 * @see <a href="https://algo.inria.fr/flajolet/Publications/FlFuGaMe07.pdf">HyperLogLog</a>
 */
final class Measure {

    private static final int INDEX_BITS = 12;
    private static final int REGISTERS = 1 << INDEX_BITS;

    private final byte[] registers = new byte[REGISTERS];
    private final LongAdder values = new LongAdder();
    private volatile int shortest = Integer.MAX_VALUE;
    private volatile int longest;

    /** @param length in characters */
    void add(long digest, int length) {
        values.increment();
        int index = (int) (digest >>> (Long.SIZE - INDEX_BITS));
        int rank = Long.numberOfLeadingZeros(digest << INDEX_BITS | 1L << (INDEX_BITS - 1)) + 1;
        // All but the first few change nothing; whoever sees too old a number looks again.
        if (rank > registers[index] || length < shortest || length > longest) {
            change(index, rank, length);
        }
    }

    private synchronized void change(int index, int rank, int length) {
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
        registers[index] = (byte) Math.max(registers[index], rank);
    }

    synchronized ProofReport.Measured measured() {
        long all = values.sum();
        return new ProofReport.Measured(all, distinct(all), all == 0 ? 0 : shortest, longest);
    }

    private long distinct(long all) {
        double sum = 0;
        int zeros = 0;
        for (byte register : registers) {
            sum += Math.scalb(1.0, -register);
            zeros += register == 0 ? 1 : 0;
        }
        double estimate = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
        double counted =
                estimate <= 2.5 * REGISTERS && zeros > 0 ? REGISTERS * Math.log((double) REGISTERS / zeros) : estimate;
        return Math.min(all, Math.round(counted));
    }
}
