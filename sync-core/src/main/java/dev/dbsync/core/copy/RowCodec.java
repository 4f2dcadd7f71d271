package dev.dbsync.core.copy;

/** Rewrites rows of one COPY stream on their way. Not thread-safe. */
public interface RowCodec {

    /**
     * Appends the rows, rewritten.
     *
     * @param message whole rows as the server sent them, which is one at a time, their ends included
     * @return how many rows these were
     */
    int rewrite(byte[] message, RowOutput out);

    /** What a stream begins with, as this one began; for one that goes on with the same rows. */
    byte[] header();

    /** What a stream ends with. */
    byte[] trailer();
}
