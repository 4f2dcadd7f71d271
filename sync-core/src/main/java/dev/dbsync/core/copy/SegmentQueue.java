package dev.dbsync.core.copy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * The way from the reading thread of a copy to its writing thread: bytes are gathered in blocks, long ranges travel by
 * themselves, uncopied. The end of a block has nothing to do with the end of a row. {@link #take} and {@link #release}
 * are for the writing thread; all else is for the reading one.
 */
final class SegmentQueue implements RowOutput {

    /** Enough for one side to go on while the other takes breath; more would only cost memory. */
    private static final int SEGMENTS = 4;

    /** From here on a range is not copied. */
    private static final int LONG_RANGE = CopyFlow.BLOCK_BYTES / 2;

    private final CopyFlow flow;
    private final BlockingQueue<Segment> segments = new ArrayBlockingQueue<>(SEGMENTS);
    private byte[] block;
    private int filled;
    private long rows;
    private boolean metLargeRow;

    /** Whether this copy is the one that may have a large row in memory. */
    private boolean hasTurn;

    /** Whether that right went with a large range to the writing thread, ... */
    private boolean lent;

    /** ... which gives it back when that is written. */
    private final Semaphore returned = new Semaphore(0);

    SegmentQueue(CopyFlow flow) {
        this(flow, false);
    }

    /** @param expectsLargeRows whether the very first row may be large: as if there had been one before it */
    SegmentQueue(CopyFlow flow, boolean expectsLargeRows) {
        this.flow = flow;
        this.metLargeRow = expectsLargeRows;
    }

    /** The reading thread was told to stop while it waited. */
    static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stopped(InterruptedException cause) {
            super(cause);
        }
    }

    Segment take() throws InterruptedException {
        return segments.take();
    }

    @Override
    public void append(byte[] source, int from, int to) {
        int at = from;
        while (at < to) {
            int length = Math.min(to - at, room());
            System.arraycopy(source, at, block, filled, length);
            filled += length;
            at += length;
        }
    }

    @Override
    public void append(byte next) {
        room();
        block[filled++] = next;
    }

    @Override
    public void pass(byte[] source, int from, int to) {
        int length = to - from;
        if (length < LONG_RANGE) {
            append(source, from, to);
            return;
        }
        flush();
        try {
            if (flow.isLarge(length)) {
                passLarge(new Segment(Segment.Kind.LARGE_RANGE, source, from, to, rows));
            } else {
                flow.take(length);
                put(new Segment(Segment.Kind.RANGE, source, from, to, rows));
            }
        } catch (InterruptedException e) {
            throw new Stopped(e);
        }
    }

    private void passLarge(Segment range) throws InterruptedException {
        metLargeRow = true;
        awaitTurn();
        hasTurn = false;
        lent = true;
        put(range);
    }

    /**
     * To be called before a row is read. Where there was a large row before, the next may be large again: it is not
     * read before there is room for it, as it would come on top of the one that is still being written.
     */
    void beforeRow() {
        if (metLargeRow && !hasTurn) {
            flush();
            try {
                awaitTurn();
            } catch (InterruptedException e) {
                throw new Stopped(e);
            }
        }
    }

    /** No other copy comes in between: the driver refers to the row that it read last until it reads the next one. */
    private void awaitTurn() throws InterruptedException {
        if (lent) {
            returned.acquire();
            lent = false;
        } else if (!hasTurn) {
            flow.takeLargeRow();
        }
        hasTurn = true;
    }

    /** To be called after each message of the server. */
    void afterRows(int count) {
        rows += count;
        if (hasTurn) {
            hasTurn = false;
            flow.giveBackLargeRow();
        }
    }

    /** Gives back what a segment holds; nobody reads its bytes any more. */
    void release(Segment segment) {
        switch (segment.kind()) {
            case BLOCK -> flow.giveBack(segment.bytes());
            case RANGE -> flow.giveBack(segment.length());
            case LARGE_RANGE -> returned.release();
            case PAUSE, END -> {}
        }
    }

    /** Sends what is gathered, and then a segment without bytes. */
    void mark(Segment.Kind kind) {
        flush();
        put(Segment.mark(kind, rows));
    }

    /** Gives back what nobody will take any more. Both threads have ended. */
    void discard() {
        for (Segment left = segments.poll(); left != null; left = segments.poll()) {
            release(left);
        }
        if (block != null) {
            flow.giveBack(block);
            block = null;
        }
        // Nobody has a segment any more, and so it is back.
        hasTurn |= lent;
        lent = false;
        afterRows(0);
    }

    private int room() {
        if (block != null && filled == block.length) {
            flush();
        }
        if (block == null) {
            try {
                block = flow.takeBlock();
            } catch (InterruptedException e) {
                throw new Stopped(e);
            }
            filled = 0;
        }
        return block.length - filled;
    }

    private void flush() {
        if (block != null) {
            Segment full = new Segment(Segment.Kind.BLOCK, block, 0, filled, rows);
            block = null;
            put(full);
        }
    }

    private void put(Segment segment) {
        try {
            segments.put(segment);
        } catch (InterruptedException e) {
            release(segment);
            throw new Stopped(e);
        }
    }
}
