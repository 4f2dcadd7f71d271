package dev.dbsync.core.masking.builtin.keyed;

import dev.dbsync.core.masking.KeyedHash;
import java.util.function.Function;

/** Outputs that differ from their input: what comes out as it went in is hashed again. */
public final class Differing {

    private Differing() {}

    /**
     * What is made of the value's hash, or of that hash's own, until it is another text than the value. Upper and lower
     * case of A to Z count for the same, as they do in {@code citext}.
     *
     * @param value as it is hashed, normalized
     * @param output must be able to give two texts at least
     */
    public static byte[] output(KeyedHash hash, byte[] value, Function<byte[], byte[]> output) {
        byte[] digest = hash.hash(value);
        byte[] masked = output.apply(digest);
        while (isSame(masked, value)) {
            digest = hash.hash(digest);
            masked = output.apply(digest);
        }
        return masked;
    }

    /** Whether the texts are equal but for the case of A to Z. */
    public static boolean isSame(byte[] one, byte[] other) {
        if (one == null || one.length != other.length) {
            return false;
        }
        for (int i = 0; i < one.length; i++) {
            if (one[i] != other[i] && lower(one[i]) != lower(other[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter;
    }
}
