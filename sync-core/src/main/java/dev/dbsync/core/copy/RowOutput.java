package dev.dbsync.core.copy;

/** Takes the bytes of rewritten rows, one after the other. Not thread-safe. */
public interface RowOutput {

    /** Appends a copy of {@code source[from]} to {@code source[to - 1]}. */
    void append(byte[] source, int from, int to);

    void append(byte next);

    /**
     * Appends the same without necessarily copying it.
     *
     * @param source does not change any more
     */
    default void pass(byte[] source, int from, int to) {
        append(source, from, to);
    }
}
