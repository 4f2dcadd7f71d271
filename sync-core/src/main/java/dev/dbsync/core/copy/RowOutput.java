package dev.dbsync.core.copy;

/** Takes the bytes of rewritten rows, one after the other. Not thread-safe. */
public interface RowOutput {

    /** Where rows go that are only looked at: the masks have seen each value. */
    RowOutput NOWHERE = new RowOutput() {
        @Override
        public void append(byte[] source, int from, int to) {
            // Nobody wants it.
        }

        @Override
        public void append(byte next) {
            // Likewise.
        }
    };

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
