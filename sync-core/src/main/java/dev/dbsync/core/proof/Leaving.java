package dev.dbsync.core.proof;

import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.proof.Places.Origin;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Tells what the mask of a column leaves of a value where it was, by a person's decision, and what it was to remove:
 * only that is a secret. This is the one place that says so, for whoever looks first and for whoever looks again. Not
 * thread-safe: one a reader.
 */
final class Leaving {

    private final Identifying identifying;
    private final Detectors detectors;
    private final boolean leavesParts;
    private final Set<Long> left = new HashSet<>();
    private byte[] value = {};
    private byte[] output;
    private UnaryOperator<byte[]> mask = UnaryOperator.identity();
    private boolean masked;
    private boolean read;

    Leaving(Origin origin, Digest digest, Detectors detectors) {
        this.identifying = new Identifying(digest, detectors);
        this.detectors = detectors;
        this.leavesParts = origin.masked().promise().mayHoldInput();
    }

    /** Goes on to the next value. */
    void next(byte[] text, UnaryOperator<byte[]> masking) {
        value = text;
        mask = masking;
        masked = false;
        read = false;
    }

    /** Whether the mask was to remove a part of the value. */
    boolean isRemoved(long digest, Identifying.Part part) {
        return !leavesParts || !left().contains(digest) || part.isHardlyAnythingElse(detectors);
    }

    /** What the mask makes of the value; null for NULL. */
    byte[] output() {
        if (!masked) {
            output = mask.apply(value);
            masked = true;
        }
        return output;
    }

    /** All that could be sought of the output. */
    private Set<Long> left() {
        if (!read) {
            left.clear();
            byte[] text = output();
            if (text != null) {
                identifying.of(text, (found, first, words, part) -> left.add(found));
            }
            read = true;
        }
        return left;
    }
}
