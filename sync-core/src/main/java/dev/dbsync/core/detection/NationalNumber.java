package dev.dbsync.core.detection;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A number by which a country knows a person.
 *
 * @param written with the blanks, dots and dashes that people put into it; null where they put none
 * @param bare without any, its letters as capitals
 * @param trust how far the bare form alone is believed
 * @param check what its digits, dates and check digits must be, of the bare form
 * @param calledBy what stands before it in a text that speaks of it, in lower case
 */
record NationalNumber(Pattern written, Pattern bare, Trust trust, Predicate<String> check, List<String> calledBy) {

    private static final int NEAR = 24;

    /** How far digits without any marks among them are believed. */
    enum Trust {
        /** Even in the midst of a text. */
        ANYWHERE,
        /** As a value by itself. */
        WHOLE_VALUE,
        /** Row after row of a column, or where the text says so. */
        WHERE_SAID,
        /** Only where the text says so: it has no check digit, and nearly any number of its length would do. */
        ONLY_WHERE_SAID
    }

    boolean is(String text, String compact) {
        boolean believed = trust == Trust.ANYWHERE || trust == Trust.WHOLE_VALUE;
        return isWritten(text, compact) || (believed && isBare(text, compact));
    }

    boolean couldBe(String text, String compact) {
        return isWritten(text, compact) || (trust != Trust.ONLY_WHERE_SAID && isBare(text, compact));
    }

    boolean isIn(String text, int start, int end, String compact) {
        String stretch = text.substring(start, end);
        return isWritten(stretch, compact)
                || (isBare(stretch, compact) && (trust == Trust.ANYWHERE || isSaid(text, start)));
    }

    private boolean isWritten(String text, String compact) {
        return written != null && written.matcher(text).matches() && check.test(compact);
    }

    private boolean isBare(String text, String compact) {
        return text.length() == compact.length() && bare.matcher(compact).matches() && check.test(compact);
    }

    private boolean isSaid(String text, int start) {
        String before = text.substring(Math.max(0, start - NEAR), start).toLowerCase(Locale.ROOT);
        return calledBy.stream().anyMatch(before::contains);
    }
}
