package dev.dbsync.core.copy;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The side of a copy that writes, in a thread of its own. */
final class WritingSide {

    /** Between two reports of progress. */
    private static final int PROGRESS_BYTES = 1024 * 1024;

    private final TableCopy copy;
    private final TableCopy.Side target;
    private final SegmentQueue segments;
    private final TableCopy.Progress progress;
    private CopyIn writing;
    private long written;
    private long bytes;
    private long reported;

    WritingSide(TableCopy copy, TableCopy.Side target, SegmentQueue segments, TableCopy.Progress progress) {
        this.copy = copy;
        this.target = target;
        this.segments = segments;
        this.progress = progress;
    }

    /** Tells what failed before it ends the statement, which may have to wait for the caller to cancel it. */
    void run(ReadingSide reading, CopyEnding ending) {
        try {
            // No segment is referred to while the next one is awaited: each may be as large as half of the heap.
            boolean last;
            do {
                last = wroteLast(segments.take());
            } while (!last);
            ending.done(new TableCopy.Result(reading.rows(), written, bytes));
        } catch (InterruptedException e) {
            ending.failed(new SegmentQueue.Stopped(e));
        } catch (Throwable e) {
            ending.failed(e);
        }
        cancel(ending);
    }

    /** @return whether it was the last one */
    private boolean wroteLast(Segment segment) {
        try {
            if (writing == null) {
                writing = target.connection()
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(copy.in());
            }
            switch (segment.kind()) {
                case BLOCK, RANGE, LARGE_RANGE -> {
                    writing.writeToCopy(segment.bytes(), segment.from(), segment.length());
                    bytes += segment.length();
                }
                case PAUSE, END -> {
                    written += writing.endCopy();
                    writing = null;
                }
            }
        } catch (SQLException e) {
            throw unwritable(e);
        } finally {
            segments.release(segment);
        }
        if (bytes - reported >= PROGRESS_BYTES) {
            reported = bytes;
            progress.copied(segment.rows(), bytes);
        }
        return segment.kind() == Segment.Kind.END;
    }

    private void cancel(CopyEnding ending) {
        try {
            if (writing != null && writing.isActive()) {
                writing.cancelCopy();
            }
        } catch (SQLException e) {
            ending.failed(unwritable(e));
        }
    }

    private SyncException unwritable(SQLException e) {
        return SqlProblem.of(e, "Cannot write " + copy.into().shown(), target.shown(), "");
    }
}
