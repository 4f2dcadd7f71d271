package dev.dbsync.core.masking;

/** What a value looks like, with nothing of what it says: {@code Aaaa Aaaaaa}, {@code aaa@aaaaaaa.aaa}. */
public final class Shape {

    private static final int SHOWN = 40;

    private Shape() {}

    /**
     * Capital letters become A, other letters a, digits 9, and blanks and ASCII punctuation stay; anything else is a
     * question mark.
     *
     * @return the first {@value #SHOWN} characters, and an ellipsis where there are more
     */
    public static String of(String value) {
        StringBuilder shape = new StringBuilder();
        value.codePoints().limit(SHOWN).forEach(point -> shape.append(of(point)));
        return value.codePointCount(0, value.length()) > SHOWN
                ? shape.append('\u2026').toString()
                : shape.toString();
    }

    private static char of(int point) {
        if (Character.isLetter(point)) {
            return Character.isUpperCase(point) || Character.isTitleCase(point) ? 'A' : 'a';
        }
        if (Character.isDigit(point)) {
            return '9';
        }
        return point >= ' ' && point < 0x7f ? (char) point : '?';
    }
}
