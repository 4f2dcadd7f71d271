package dev.dbsync.core.copy;

/**
 * Bytes on their way from the reading to the writing side of a copy.
 *
 * @param bytes of which those from {@code from} to {@code to - 1} are meant
 * @param rows that were read when it was sent
 */
record Segment(Kind kind, byte[] bytes, int from, int to, long rows) {

    private static final byte[] NONE = {};

    enum Kind {
        /** A block of the flow's, to be given back. */
        BLOCK,
        /** A range of a row, counted by the flow. */
        RANGE,
        /** A range of a row that the flow counts as a large one. */
        LARGE_RANGE,
        /** No bytes: the statement is to end here, between two rows, and to be begun again. */
        PAUSE,
        /** No bytes: all was read. */
        END
    }

    static Segment mark(Kind kind, long rows) {
        return new Segment(kind, NONE, 0, 0, rows);
    }

    int length() {
        return to - from;
    }
}
