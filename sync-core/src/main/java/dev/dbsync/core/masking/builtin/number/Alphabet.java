package dev.dbsync.core.masking.builtin.number;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The characters that are encrypted, each a digit of a number; anything that is neither letter nor digit may stay. */
enum Alphabet {
    DIGITS("0123456789"),
    UPPER("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    LOWER("0123456789abcdefghijklmnopqrstuvwxyz"),
    ALNUM("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private final byte[] characters;
    private final byte[] digits = new byte[128];

    Alphabet(String characters) {
        this.characters = characters.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < this.characters.length; i++) {
            digits[this.characters[i]] = (byte) i;
        }
    }

    int radix() {
        return characters.length;
    }

    /**
     * The digits of a text, each from 0 to radix - 1; null where it has none, or holds a letter or a digit of another
     * alphabet, which must not stay as it is.
     */
    byte[] digits(byte[] text) {
        byte[] found = new byte[text.length];
        int count = 0;
        for (byte c : text) {
            if (c < 0) {
                return null;
            }
            if (digits[c] >= 0) {
                found[count++] = digits[c];
            } else if (Character.isLetterOrDigit(c)) {
                return null;
            }
        }
        return count == 0 ? null : Arrays.copyOf(found, count);
    }

    /** The text with these digits in the place of its own. */
    byte[] with(byte[] text, byte[] replaced) {
        byte[] result = text.clone();
        int next = 0;
        for (int i = 0; i < result.length; i++) {
            if (digits[text[i]] >= 0) {
                result[i] = characters[replaced[next++]];
            }
        }
        return result;
    }
}
