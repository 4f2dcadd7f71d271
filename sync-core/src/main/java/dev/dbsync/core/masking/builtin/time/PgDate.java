package dev.dbsync.core.masking.builtin.time;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date, or a date and a time, as PostgreSQL writes it in ISO style: {@code 2026-11-20}, {@code 2026-11-20
 * 10:00:00.5+01}, {@code 0044-03-15 BC}.
 *
 * @param date with the year 0 for 1 BC, as in ISO 8601
 * @param time what stands behind the date, with the blank or the T before it; empty for a date alone
 */
record PgDate(LocalDate date, String time) {

    private static final Pattern FORM = Pattern.compile("([0-9]{4,7})-([0-9]{2})-([0-9]{2})"
            + "([ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?(?: ?Z|[+-][0-9]{2}(?::?[0-9]{2}){0,2})?)?( BC)?");

    private static final Pattern TIME = Pattern.compile("[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?"
            + "(?: ?Z|([+-])([0-9]{2})(?::?([0-9]{2}))?(?::?([0-9]{2}))?)");

    /** Longer than any of them, so that a text of a megabyte is not looked at. */
    private static final int LONGEST = 64;

    private static final long SECONDS_OF_A_DAY = 86_400;

    private static final LocalDate FIRST = LocalDate.of(-4713, 11, 24);
    private static final LocalDate LAST_DATE = LocalDate.of(5_874_897, 12, 31);
    private static final LocalDate LAST_TIMESTAMP = LocalDate.of(294_276, 12, 31);

    static Optional<PgDate> read(byte[] value) {
        if (value.length > LONGEST) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(new String(value, StandardCharsets.UTF_8));
        if (!form.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(form.group(1));
        boolean beforeChrist = form.group(5) != null;
        try {
            LocalDate date = LocalDate.of(
                    beforeChrist ? 1 - year : year, Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
            return Optional.of(new PgDate(date, form.group(4) == null ? "" : form.group(4)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static boolean isInfinite(byte[] value) {
        String text = value.length > LONGEST ? "" : new String(value, StandardCharsets.US_ASCII);
        return text.equals("infinity") || text.equals("-infinity");
    }

    /** The same point in time as it is written in UTC; a date and a time without a zone as they are. */
    PgDate inUtc() {
        Matcher form = TIME.matcher(time);
        if (time.isEmpty() || !form.matches()) {
            return this;
        }
        long offset = seconds(form, 6);
        long second = seconds(form, 1) - ("-".equals(form.group(5)) ? -offset : offset);
        LocalDate day = date.plusDays(Math.floorDiv(second, SECONDS_OF_A_DAY));
        long ofDay = Math.floorMod(second, SECONDS_OF_A_DAY);
        StringBuilder clock = new StringBuilder(" ");
        padded(clock, ofDay / 3600, 2).append(':');
        padded(clock, ofDay / 60 % 60, 2).append(':');
        padded(clock, ofDay % 60, 2).append(fraction(form.group(4))).append("+00");
        return new PgDate(day, clock.toString());
    }

    private static long seconds(Matcher form, int hours) {
        return 3600 * number(form.group(hours)) + 60 * number(form.group(hours + 1)) + number(form.group(hours + 2));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String fraction(String digits) {
        String significant = digits == null ? "" : digits.replaceAll("0+$", "");
        return significant.isEmpty() ? "" : "." + significant;
    }

    PgDate on(LocalDate other) {
        return new PgDate(other, time);
    }

    /** Whether PostgreSQL has this date. At the ends a day is left for what a time zone adds to a point in time. */
    boolean isInRange() {
        LocalDate first = time.isEmpty() ? FIRST : FIRST.plusDays(1);
        LocalDate last = time.isEmpty() ? LAST_DATE : LAST_TIMESTAMP.minusDays(1);
        return !date.isBefore(first) && !date.isAfter(last);
    }

    byte[] write() {
        boolean beforeChrist = date.getYear() <= 0;
        StringBuilder text = new StringBuilder(32);
        padded(text, beforeChrist ? 1 - date.getYear() : date.getYear(), 4).append('-');
        padded(text, date.getMonthValue(), 2).append('-');
        padded(text, date.getDayOfMonth(), 2).append(time).append(beforeChrist ? " BC" : "");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder padded(StringBuilder text, long number, int digits) {
        String shown = Long.toString(number);
        return text.append("0".repeat(Math.max(0, digits - shown.length()))).append(shown);
    }
}
