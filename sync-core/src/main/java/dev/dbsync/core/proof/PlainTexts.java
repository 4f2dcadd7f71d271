package dev.dbsync.core.proof;

import java.util.function.Predicate;

/**
 * Texts of one column in which nothing was found, by their digests: many columns hold the same few texts again and
 * again, and reading each once is enough. Not thread-safe.
 */
final class PlainTexts {

    private static final int ROOM = 1 << 10;

    /** One in so many of so many must have been met before; otherwise no more are noted. */
    private static final int ONE_IN = 8;

    private static final int TRIED = 1 << 13;

    private final Digest digest;
    private final long[] noted = new long[ROOM];
    private int tried;
    private int met;
    private boolean worthIt = true;

    PlainTexts(Digest digest) {
        this.digest = digest;
    }

    /** @param hasNothing reads a text, unless it is known to have nothing, and says whether it has */
    void read(byte[] text, Predicate<byte[]> hasNothing) {
        if (!worthIt) {
            hasNothing.test(text);
            return;
        }
        long one = digest.of(text, 0, text.length);
        int at = (int) one & ROOM - 1;
        if (noted[at] == one) {
            met++;
        } else if (hasNothing.test(text)) {
            noted[at] = one;
        }
        if (++tried == TRIED) {
            worthIt = met >= TRIED / ONE_IN;
            tried = 0;
            met = 0;
        }
    }
}
