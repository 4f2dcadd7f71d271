package dev.dbsync.maven.console;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Amounts as people read them. */
final class Amounts {

    private Amounts() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 30 of about 100 rows (30%)}; without the estimate where there is none, or where it was wrong. */
    static String rows(long rows, OptionalLong expected) {
        OptionalLong percent = percent(rows, expected);
        return percent.isEmpty()
                ? count(rows) + " rows"
                : count(rows) + " of about " + count(expected.getAsLong()) + " rows (" + percent.getAsLong() + "%)";
    }

    /** Empty where there is no estimate, or more rows than it said: beyond 100, it says less than nothing. */
    static OptionalLong percent(long rows, OptionalLong expected) {
        return expected.isEmpty() || expected.getAsLong() <= 0 || rows > expected.getAsLong()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round(100.0 * rows / expected.getAsLong()));
    }

    /** {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
    static String time(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
