package dev.dbsync.core.copy;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The side of a copy that reads and masks, in a thread of its own. */
final class ReadingSide {

    private final TableCopy copy;
    private final TableCopy.Side source;
    private final long statementBytes;
    private final SegmentQueue segments;
    private final CopyFlow flow;
    private final RowCodec codec;
    private CopyOut reading;
    private int rowsInMessage;
    private long unpaced;
    private long ofStatement;
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

    /** Tells what failed before it waits for the server's end of the statement: it is the caller who cancels that. */
    void run(CopyEnding ending) {
        try {
            open();
            while (nextPassed()) {
                pace();
            }
            rows = reading.getHandledRowCount();
            segments.mark(Segment.Kind.END);
        } catch (InterruptedException e) {
            ending.failed(new SegmentQueue.Stopped(e));
        } catch (OutOfMemoryError e) {
            ending.failed(new SyncException(
                    new Problem(
                            "A row of " + copy.from().shown() + " needs more memory than this process has ("
                                    + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB)",
                            source.shown(),
                            "Give it more, such as by MAVEN_OPTS=-Xmx4g, lower pull.workers, each of which may hold such a"
                                    + " row, or leave the table out"),
                    e));
        } catch (Throwable e) {
            ending.failed(e);
        }
        drain(ending);
    }

    /**
     * Takes one message of the server. It is a method of its own so that nothing refers to a message any more while the
     * next one is read: each may be as large as half of the heap.
     *
     * @return whether there was one
     */
    private boolean nextPassed() {
        byte[] message = next();
        if (message == null) {
            return false;
        }
        rowsInMessage = codec.rewrite(message, segments);
        segments.afterRows(rowsInMessage);
        unpaced += message.length;
        return true;
    }

    private void pace() throws InterruptedException {
        if (unpaced < CopyFlow.PACE_BYTES) {
            return;
        }
        flow.read(unpaced);
        ofStatement += unpaced;
        unpaced = 0;
        if (ofStatement >= statementBytes && rowsInMessage > 0) {
            pause();
            ofStatement = 0;
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
        } catch (Error e) {
            // Nobody knows at which byte of the stream it struck.
            abort(e);
            throw e;
        }
    }

    private void abort(Error cause) {
        try {
            source.connection().abort(Runnable::run);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Reads what is under way to its end, which is the server's "cancelled". The driver's own cancelCopy would leave it
     * to the connection's next reader.
     *
     * @see <a href="https://github.com/pgjdbc/pgjdbc/issues/3163">pgjdbc issue 3163</a>
     */
    private void drain(CopyEnding ending) {
        try {
            while (reading != null && reading.isActive()) {
                reading.readFromCopy();
            }
        } catch (SQLException e) {
            if (!SqlProblem.state(e).equals("57014")) {
                ending.failed(unreadable(e));
            }
        }
    }

    private SyncException unreadable(SQLException e) {
        return SqlProblem.of(e, "Cannot read " + copy.from().shown(), source.shown(), "");
    }
}
