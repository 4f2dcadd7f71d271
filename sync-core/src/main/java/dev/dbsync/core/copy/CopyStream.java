package dev.dbsync.core.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * COPY of unchanged bytes: into a stream, out of a stream, or straight from one server to another.
 *
 * <p>Every statement is expected to name its columns: without them, a differing column order swaps values silently.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY</a>
 */
public final class CopyStream {

    private static final int BLOCK_BYTES = 64 * 1024;

    private CopyStream() {}

    /**
     * Runs {@code COPY … TO STDOUT} into the stream, which stays open.
     *
     * @return rows, by the server's own count
     */
    public static long out(Connection source, String statement, OutputStream target) throws SQLException, IOException {
        return manager(source).copyOut(statement, target);
    }

    /**
     * Runs {@code COPY … FROM STDIN} from the stream, to its end.
     *
     * @return rows, by the server's own count
     */
    public static long in(Connection target, String statement, InputStream source) throws SQLException, IOException {
        return manager(target).copyIn(statement, source, BLOCK_BYTES);
    }

    /**
     * Runs {@code COPY … FROM STDIN} with the given rows.
     *
     * @param rows in the statement's format, each with the end of its line
     * @return rows, by the server's own count
     */
    public static long in(Connection target, String statement, Iterator<byte[]> rows) throws SQLException {
        CopyIn writing = manager(target).copyIn(statement);
        try {
            RowBuffer block = new RowBuffer(2 * BLOCK_BYTES);
            while (rows.hasNext()) {
                byte[] row = rows.next();
                block.append(row, 0, row.length);
                if (block.length() >= BLOCK_BYTES) {
                    writing.writeToCopy(block.bytes(), 0, block.length());
                    block.clear(2 * BLOCK_BYTES);
                }
            }
            writing.writeToCopy(block.bytes(), 0, block.length());
            return writing.endCopy();
        } finally {
            cancelIfActive(writing);
        }
    }

    /**
     * Runs {@code COPY … TO STDOUT} on one connection into {@code COPY … FROM STDIN} on the other, both of one format.
     *
     * @return rows, by the receiving server's own count
     */
    public static long pipe(Connection source, String out, Connection target, String in) throws SQLException {
        CopyOut reading = manager(source).copyOut(out);
        CopyIn writing = manager(target).copyIn(in);
        try {
            byte[] block = new byte[BLOCK_BYTES];
            int filled = 0;
            for (byte[] row = reading.readFromCopy(); row != null; row = reading.readFromCopy()) {
                if (filled + row.length > block.length) {
                    writing.writeToCopy(block, 0, filled);
                    filled = 0;
                }
                if (row.length > block.length) {
                    writing.writeToCopy(row, 0, row.length);
                } else {
                    System.arraycopy(row, 0, block, filled, row.length);
                    filled += row.length;
                }
            }
            writing.writeToCopy(block, 0, filled);
            return writing.endCopy();
        } finally {
            cancelIfActive(writing);
            cancelIfActive(reading);
        }
    }

    private static void cancelIfActive(org.postgresql.copy.CopyOperation copy) throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private static CopyManager manager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
