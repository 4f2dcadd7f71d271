package dev.dbsync.core.detection;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates on which somebody who may be alive was born. */
final class PastDates {

    private static final int OLDEST = 120;

    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})([-/.]?)(\\d{2})\\2(\\d{2})");
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})");

    private PastDates() {}

    static boolean is(String text) {
        if (text.length() < 8 || text.length() > 10) {
            return false;
        }
        Matcher first = YEAR_FIRST.matcher(text);
        if (first.matches()) {
            return isPast(number(first, 1), number(first, 3), number(first, 4));
        }
        Matcher last = YEAR_LAST.matcher(text);
        return last.matches()
                && (isPast(number(last, 4), number(last, 3), number(last, 1))
                        || isPast(number(last, 4), number(last, 1), number(last, 3)));
    }

    /** Whether such a day has been. */
    static boolean isPast(int year, int month, int day) {
        try {
            LocalDate date = LocalDate.of(year, month, day);
            LocalDate today = LocalDate.now();
            return date.isBefore(today) && date.isAfter(today.minusYears(OLDEST));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
