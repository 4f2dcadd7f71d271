package dev.dbsync.core.copy;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a {@code COPY … TO STDOUT} in text format, one by one, as the server sends them. Nothing else can be
 * asked of its connection before it is closed. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, text format</a>
 */
public final class CopyRows implements AutoCloseable {

    private final CopyOut copy;
    private final Optional<CopyFlow> flow;
    private long unpaced;

    private CopyRows(CopyOut copy, Optional<CopyFlow> flow) {
        this.copy = copy;
        this.flow = flow;
    }

    /** As fast as they come. */
    public static CopyRows read(Connection source, String statement) throws SQLException {
        return read(source, statement, Optional.empty());
    }

    /** @param flow says how many bytes may be read in a second; empty for as many as there are */
    public static CopyRows read(Connection source, String statement, Optional<CopyFlow> flow) throws SQLException {
        return new CopyRows(source.unwrap(PGConnection.class).getCopyAPI().copyOut(statement), flow);
    }

    /**
     * The next row in UTF-8, with the newline that ends it; null after the last one.
     *
     * @throws SyncException when the thread was interrupted while it waited for its turn
     */
    public byte[] next() throws SQLException {
        byte[] row = copy.readFromCopy();
        if (row != null && flow.isPresent()) {
            pace(flow.get(), row.length);
        }
        return row;
    }

    private void pace(CopyFlow limited, int bytes) {
        unpaced += bytes;
        if (unpaced < CopyFlow.PACE_BYTES) {
            return;
        }
        try {
            limited.read(unpaced);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(new Problem("Interrupted while reading", "", ""), e);
        }
        unpaced = 0;
    }

    /** Reads to the end: cancelling would abort the transaction in which others still want to work. */
    @Override
    public void close() throws SQLException {
        while (copy.isActive() && copy.readFromCopy() != null) {
            // The next one.
        }
    }
}
