package dev.dbsync.core.copy;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The side of a copy that reads and masks, in a thread of its own. */
final class ReadingSide {

    /** Between two looks at the limit of bytes a second. */
    private static final int PACE_BYTES = 32 * 1024;

    private final TableCopy copy;
    private final TableCopy.Side source;
    private final long statementBytes;
    private final SegmentQueue segments;
    private final CopyFlow flow;
    private final RowCodec codec;
    private CopyOut reading;
    private long rows;

    /**
     * @param statementBytes between the ends of two statements of the target. The driver sees an error only when a
     *     statement ends: without an end before the table's, all of the rest would be read for nothing
     */
    ReadingSide(TableCopy copy, TableCopy.Side source, long statementBytes, SegmentQueue segments, CopyFlow flow) {
        this.copy = copy;
        this.source = source;
        this.statementBytes = statementBytes;
        this.segments = segments;
        this.flow = flow;
        this.codec = copy.codec();
    }

    /** Rows by the server's own count; for whoever took the end from the queue. */
    long rows() {
        return rows;
    }

    /** @throws SyncException when the server fails; whatever a mask throws */
    void run() {
        try {
            open();
            rewrite();
            rows = reading.getHandledRowCount();
            segments.mark(Segment.Kind.END);
        } catch (InterruptedException e) {
            throw new SegmentQueue.Stopped(e);
        } finally {
            drain();
        }
    }

    private void rewrite() throws InterruptedException {
        long unpaced = 0;
        long statement = 0;
        for (byte[] message = next(); message != null; message = next()) {
            int count = codec.rewrite(message, segments);
            segments.afterRows(count);
            unpaced += message.length;
            if (unpaced >= PACE_BYTES) {
                flow.read(unpaced);
                statement += unpaced;
                unpaced = 0;
                if (statement >= statementBytes && count > 0) {
                    pause();
                    statement = 0;
                }
            }
        }
    }

    private void pause() {
        byte[] trailer = codec.trailer();
        segments.append(trailer, 0, trailer.length);
        segments.mark(Segment.Kind.PAUSE);
        byte[] header = codec.header();
        segments.append(header, 0, header.length);
    }

    private void open() {
        try {
            reading =
                    source.connection().unwrap(PGConnection.class).getCopyAPI().copyOut(copy.out());
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private byte[] next() {
        segments.beforeRow();
        try {
            return reading.readFromCopy();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads what is under way to its end, which is the server's "cancelled": the caller's thread sees to that. The
     * driver's own cancelCopy would leave it to the connection's next reader.
     *
     * @see <a href="https://github.com/pgjdbc/pgjdbc/issues/3163">pgjdbc issue 3163</a>
     */
    private void drain() {
        while (reading != null && reading.isActive()) {
            try {
                reading.readFromCopy();
            } catch (SQLException e) {
                if (!SqlProblem.state(e).equals("57014")) {
                    throw unreadable(e);
                }
            }
        }
    }

    private SyncException unreadable(SQLException e) {
        return SqlProblem.of(e, "Cannot read " + copy.from().shown(), source.shown(), "");
    }
}
