package dev.dbsync.core.backup;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.OptionalLong;

/**
 * Passes COPY's text on, and counts and hashes it. A newline in a value is escaped, so that each one ends a row.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2">COPY's text format</a>
 */
final class RowStream extends FilterOutputStream {

    private static final long BYTES_BETWEEN_EVENTS = 1 << 20;

    private final MessageDigest digest = Sha256.digest();
    private final String task;
    private final OptionalLong expectedRows;
    private final EventSink events;
    private long rows;
    private long bytes;
    private long nextEvent = BYTES_BETWEEN_EVENTS;

    RowStream(OutputStream target, String task, OptionalLong expectedRows, EventSink events) {
        super(target);
        this.task = task;
        this.expectedRows = expectedRows;
        this.events = events;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] block, int offset, int length) throws IOException {
        out.write(block, offset, length);
        digest.update(block, offset, length);
        bytes += length;
        for (int i = offset; i < offset + length; i++) {
            if (block[i] == '\n') {
                rows++;
            }
        }
        if (bytes >= nextEvent) {
            nextEvent = bytes + BYTES_BETWEEN_EVENTS;
            events.accept(new SyncEvent.Progress(task, rows, bytes, expectedRows, false));
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        events.accept(new SyncEvent.Progress(task, rows, bytes, expectedRows, true));
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    /** To be asked once, at the end. */
    String sha256() {
        return Sha256.hex(digest.digest());
    }
}
