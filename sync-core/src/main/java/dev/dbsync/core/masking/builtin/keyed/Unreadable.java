package dev.dbsync.core.masking.builtin.keyed;

import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import java.util.Optional;

/**
 * What becomes of a value that a strategy cannot read, such as {@code unknown} where an IP address is expected: sixteen
 * hexadecimal digits of its hash, or as many as the column has room for. It never leaves as it is.
 */
public final class Unreadable {

    private static final int DIGITS = 16;

    private final KeyedHash hash;
    private final int digits;

    private Unreadable(KeyedHash hash, int digits) {
        this.hash = hash;
        this.digits = digits;
    }

    /** For a column of text. */
    public static Unreadable in(MaskingContext context) {
        return new Unreadable(context.hash(), length(context.maxLength()));
    }

    /** Characters of an output. */
    public int length() {
        return digits;
    }

    /** How many outputs there are. */
    public double outputs() {
        return Hex.outputs(digits);
    }

    public byte[] mask(byte[] value) {
        return Differing.output(hash, value, digest -> {
            byte[] masked = new byte[digits];
            Hex.lower(digest, digits, masked, 0);
            return masked;
        });
    }

    private static int length(Optional<Integer> maxLength) {
        return Math.min(DIGITS, maxLength.orElse(DIGITS));
    }
}
