package dev.dbsync.core.copy;

/** Rewrites rows of one COPY stream on their way. Not thread-safe. */
public interface RowCodec {

    /**
     * Appends the row, rewritten.
     *
     * @param row one whole row as the server sent it, its end included
     */
    void rewrite(byte[] row, RowBuffer out);

    /** A codec that passes every row on as it is, in whatever format. */
    static RowCodec unchanged() {
        return (row, out) -> out.append(row, 0, row.length);
    }
}
