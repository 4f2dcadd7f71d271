package dev.dbsync.core.copy;

import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the copies of one run share: the memory for bytes that were read and are not yet written, and how many may be
 * read in a second. Thread-safe.
 *
 * <p>A row of more than half of that memory is not counted: there is one such row in memory at a time in all of the
 * run, on top of what is counted; of copies that nobody told to expect large rows, each may have read its first one,
 * too.
 */
public final class CopyFlow {

    static final int BLOCK_BYTES = 128 * 1024;

    /** Between two looks at the limit of bytes a second. */
    static final int PACE_BYTES = 32 * 1024;

    /** There are hardly more copies than that side by side. */
    private static final int PART_OF_A_LARGE_ROW = 8;

    private static final long LEAST_BYTES = 8L * BLOCK_BYTES;
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final int capacity;
    private final Semaphore room;
    private final Semaphore largeRow = new Semaphore(1, true);
    private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong mostTaken = new AtomicLong();
    private final RateLimit rate;

    /**
     * @param bytesInFlight held in memory between the reading and the writing side, by all copies together; at least 1
     *     MiB, at most 1 GiB
     * @param bytesPerSecond read from the source by all copies together; empty for as many as there are
     */
    public CopyFlow(long bytesInFlight, OptionalLong bytesPerSecond) {
        if (bytesInFlight < LEAST_BYTES || bytesInFlight > 1L << 30) {
            throw new IllegalArgumentException(bytesInFlight + " bytes in flight");
        }
        this.capacity = (int) bytesInFlight;
        this.room = new Semaphore(capacity, true);
        this.rate = RateLimit.of(bytesPerSecond);
    }

    /** With memory as the heap allows: an eighth of it, and at most 64 MiB. */
    public CopyFlow(OptionalLong bytesPerSecond) {
        this(Math.max(LEAST_BYTES, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8)), bytesPerSecond);
    }

    /** The most bytes that were held between both sides at a time, without rows that are larger than that may be. */
    public long mostBytesInFlight() {
        return mostTaken.get();
    }

    /** Now, without rows that are too large to be counted. */
    long bytesInFlight() {
        return taken.get();
    }

    /** Waits until the copies may read on, after so many bytes were read. */
    void read(long bytes) throws InterruptedException {
        rate.take(bytes);
    }

    /**
     * From how many bytes on rows should be announced as large ({@link TableCopy#run}): if each of many copies that
     * read side by side had one of them, that would be as much again as all that is counted.
     */
    public long largeRowBytes() {
        return capacity / PART_OF_A_LARGE_ROW;
    }

    /** Whether a range has to go by way of {@link #takeLargeRow()}. */
    boolean isLarge(int bytes) {
        return bytes > capacity / 2;
    }

    /** An empty block; it has to be given back. */
    byte[] takeBlock() throws InterruptedException {
        take(BLOCK_BYTES);
        byte[] block = idle.poll();
        return block == null ? new byte[BLOCK_BYTES] : block;
    }

    void giveBack(byte[] block) {
        idle.add(block);
        giveBack(BLOCK_BYTES);
    }

    /**
     * Waits for room. Whoever waits must have handed on all that it holds: otherwise those who wait would wait for each
     * other.
     */
    void take(int bytes) throws InterruptedException {
        room.acquire(bytes);
        long now = taken.addAndGet(bytes);
        mostTaken.accumulateAndGet(now, Math::max);
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
        room.release(bytes);
    }

    void takeLargeRow() throws InterruptedException {
        largeRow.acquire();
    }

    void giveBackLargeRow() {
        largeRow.release();
    }
}
