package dev.dbsync.core.masking.builtin.keyed;

/** The first digits of a hash, as ASCII. */
public final class Hex {

    /** A SHA-256 has no more. */
    public static final int MAXIMUM_DIGITS = 64;

    private static final byte[] LOWER = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] UPPER = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    private Hex() {}

    /** Writes that many digits of the hash, at the offset. */
    public static void lower(byte[] hash, int digits, byte[] target, int offset) {
        write(LOWER, hash, digits, target, offset);
    }

    /** The same with A to F. */
    public static void upper(byte[] hash, int digits, byte[] target, int offset) {
        write(UPPER, hash, digits, target, offset);
    }

    /** How many outputs so many digits allow. */
    public static double outputs(int digits) {
        return Math.pow(16, digits);
    }

    private static void write(byte[] alphabet, byte[] hash, int digits, byte[] target, int offset) {
        for (int i = 0; i < digits; i++) {
            int nibble = (i & 1) == 0 ? hash[i / 2] >> 4 : hash[i / 2];
            target[offset + i] = alphabet[nibble & 0xf];
        }
    }
}
