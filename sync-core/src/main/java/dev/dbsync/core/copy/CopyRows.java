package dev.dbsync.core.copy;

import java.sql.Connection;
import java.sql.SQLException;
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

    private CopyRows(CopyOut copy) {
        this.copy = copy;
    }

    public static CopyRows read(Connection source, String statement) throws SQLException {
        return new CopyRows(source.unwrap(PGConnection.class).getCopyAPI().copyOut(statement));
    }

    /** The next row in UTF-8, with the newline that ends it; null after the last one. */
    public byte[] next() throws SQLException {
        return copy.readFromCopy();
    }

    /** Reads to the end: cancelling would abort the transaction in which others still want to work. */
    @Override
    public void close() throws SQLException {
        while (copy.isActive() && copy.readFromCopy() != null) {
            // The next one.
        }
    }
}
