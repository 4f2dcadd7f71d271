package dev.dbsync.core.detection;

import java.util.Locale;

/** Questions about chars; letters and digits are those of ASCII unless said otherwise. */
final class Chars {

    private Chars() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isLetter(char c) {
        return isUpper(c) || isLower(c);
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || isLetter(c);
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** Whether a word, of any script, goes on to the left of this place. */
    static boolean joinedBefore(String text, int start) {
        return start > 0 && (Character.isLetterOrDigit(text.charAt(start - 1)) || text.charAt(start - 1) == '_');
    }

    static boolean joinedAfter(String text, int end) {
        return end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_');
    }

    static boolean allDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean allHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isHex(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Letters and digits alone, the letters as capitals. */
    static String compact(String text) {
        StringBuilder compact = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isAlphanumeric(text.charAt(i))) {
                compact.append(text.charAt(i));
            }
        }
        return compact.toString().toUpperCase(Locale.ROOT);
    }

    static int digits(String text) {
        return digits(text, 0, text.length());
    }

    static int digits(String text, int start, int end) {
        int digits = 0;
        for (int i = start; i < end; i++) {
            if (isDigit(text.charAt(i))) {
                digits++;
            }
        }
        return digits;
    }
}
