package dev.dbsync.core.copy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The way from the reading thread of a copy to its writing thread: bytes are gathered in blocks, long ranges travel by
 * themselves, uncopied. The end of a block has nothing to do with the end of a row. {@link #take} is for the writing
 * thread; all else is for the reading one.
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
    private boolean holdsLargeRow;

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
        if (!holdsLargeRow) {
            flow.takeLargeRow();
        }
        // The segment holds it from here on.
        holdsLargeRow = false;
        put(range);
    }

    /**
     * To be called before a row is read. Where there was a large row before, the next may be large again: it is not
     * read before there is room for it, as it would come on top of the one that is still being written.
     */
    void beforeRow() {
        if (metLargeRow && !holdsLargeRow) {
            flush();
            try {
                flow.takeLargeRow();
                holdsLargeRow = true;
            } catch (InterruptedException e) {
                throw new Stopped(e);
            }
        }
    }

    /** To be called after each message of the server. */
    void afterRows(int count) {
        rows += count;
        if (holdsLargeRow) {
            holdsLargeRow = false;
            flow.giveBackLargeRow();
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
            left.release(flow);
        }
        if (block != null) {
            flow.giveBack(block);
            block = null;
        }
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
            segment.release(flow);
            throw new Stopped(e);
        }
    }
}
