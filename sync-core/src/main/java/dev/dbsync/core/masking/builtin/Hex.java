package dev.dbsync.core.masking.builtin;

/** The first digits of a hash, as ASCII. */
final class Hex {

    /** A SHA-256 has no more. */
    static final int MAXIMUM_DIGITS = 64;

    private static final byte[] LOWER = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] UPPER = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    private Hex() {}

    static void lower(byte[] hash, int digits, byte[] target, int offset) {
        write(LOWER, hash, digits, target, offset);
    }

    static void upper(byte[] hash, int digits, byte[] target, int offset) {
        write(UPPER, hash, digits, target, offset);
    }

    /** How many outputs so many digits allow. */
    static double outputs(int digits) {
        return Math.pow(16, digits);
    }

    private static void write(byte[] alphabet, byte[] hash, int digits, byte[] target, int offset) {
        for (int i = 0; i < digits; i++) {
            int nibble = (i & 1) == 0 ? hash[i / 2] >> 4 : hash[i / 2];
            target[offset + i] = alphabet[nibble & 0xf];
        }
    }
}
