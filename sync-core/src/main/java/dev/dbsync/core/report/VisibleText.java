package dev.dbsync.core.report;

/** Text on one line, its control characters as the signs that stand for them. */
final class VisibleText {

    private static final int PICTURES = 0x2400;
    private static final int PICTURE_OF_DELETE = 0x2421;

    private VisibleText() {}

    static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> visible.appendCodePoint(
                        point < ' ' ? PICTURES + point : point == 0x7f ? PICTURE_OF_DELETE : point));
        return visible.toString();
    }

    /** The same, its first characters and an ellipsis where there are more than these. */
    static String of(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? of(text)
                : of(text.substring(0, text.offsetByCodePoints(0, characters))) + "\u2026";
    }
}
