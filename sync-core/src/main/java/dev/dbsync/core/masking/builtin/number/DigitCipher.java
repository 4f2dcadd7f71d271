package dev.dbsync.core.masking.builtin.number;

import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import dev.dbsync.core.masking.builtin.keyed.Permutation;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encrypts digits to as many digits, each number to another one than itself. From a million numbers on it is FF1; fewer
 * are too few for FF1 by NIST's rule, and are permuted.
 *
 * <p>FF1 leaves a number as it is once in so many as there are. Where there are fewer than 10^13 that may happen, and a
 * number is decrypted, increased by one and encrypted, which leaves none in its place. Thread-safe.
 */
final class DigitCipher {

    private static final double FEWEST_FOR_FF1 = 1e6;
    private static final double MANY = 1e13;

    /** What FF1 takes grows with the square of the length: longer texts are encrypted piece by piece. */
    private static final int PIECE = 32;

    private final KeyedHash hash;
    private final int radix;
    private final ThreadLocal<Ff1> ff1;
    private final Map<Integer, Permutation> permutations = new ConcurrentHashMap<>();

    DigitCipher(KeyedHash hash, int radix) {
        this.hash = hash;
        this.radix = radix;
        byte[] key = Draw.secret(hash, "FF1");
        ff1 = ThreadLocal.withInitial(() -> new Ff1(key, radix));
    }

    /** @param digits one at least, from 0 to radix - 1 each; not changed */
    byte[] encrypt(byte[] digits) {
        return inPieces(digits, true);
    }

    /** What {@link #encrypt} made the digits of. */
    byte[] decrypt(byte[] digits) {
        return inPieces(digits, false);
    }

    private byte[] inPieces(byte[] digits, boolean encrypts) {
        byte[] result = new byte[digits.length];
        int at = 0;
        while (at < digits.length) {
            int rest = digits.length - at;
            int length = rest < 2 * PIECE ? rest : PIECE;
            byte[] piece = Arrays.copyOfRange(digits, at, at + length);
            System.arraycopy(encrypts ? encrypted(piece) : decrypted(piece), 0, result, at, length);
            at += length;
        }
        return result;
    }

    private byte[] encrypted(byte[] digits) {
        double numbers = Math.pow(radix, digits.length);
        if (numbers < FEWEST_FOR_FF1) {
            return digits(permutation(digits.length).apply(number(digits)), digits.length);
        }
        Ff1 cipher = ff1.get();
        if (numbers >= MANY) {
            return cipher.encrypt(digits);
        }
        byte[] before = cipher.decrypt(digits);
        increase(before);
        return cipher.encrypt(before);
    }

    private byte[] decrypted(byte[] digits) {
        double numbers = Math.pow(radix, digits.length);
        if (numbers < FEWEST_FOR_FF1) {
            return digits(permutation(digits.length).undo(number(digits)), digits.length);
        }
        Ff1 cipher = ff1.get();
        if (numbers >= MANY) {
            return cipher.decrypt(digits);
        }
        byte[] before = cipher.decrypt(digits);
        decrease(before);
        return cipher.encrypt(before);
    }

    private Permutation permutation(int length) {
        return permutations.computeIfAbsent(
                length,
                digits -> new Permutation(
                        Draw.secret(hash, "permutation of " + digits + " digits"), (long) Math.pow(radix, digits)));
    }

    private void increase(byte[] digits) {
        for (int i = digits.length - 1; i >= 0; i--) {
            if (++digits[i] < radix) {
                return;
            }
            digits[i] = 0;
        }
    }

    private void decrease(byte[] digits) {
        for (int i = digits.length - 1; i >= 0; i--) {
            if (--digits[i] >= 0) {
                return;
            }
            digits[i] = (byte) (radix - 1);
        }
    }

    private long number(byte[] digits) {
        long number = 0;
        for (byte digit : digits) {
            number = number * radix + digit;
        }
        return number;
    }

    private byte[] digits(long number, int length) {
        byte[] digits = new byte[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = (byte) (rest % radix);
            rest /= radix;
        }
        return digits;
    }
}
