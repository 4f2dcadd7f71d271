package dev.dbsync.core.detection;

/** Dates of six digits at the beginning of national numbers. */
final class Dates {

    private Dates() {}

    static boolean yymmdd(String digits) {
        return isDay(two(digits, 2), two(digits, 4));
    }

    static boolean ddmmyy(String digits) {
        return isDay(two(digits, 2), two(digits, 0));
    }

    /** Poland and Bulgaria add 20, 40, 60 or 80 to the month for other centuries than the twentieth. */
    static boolean withCenturyInMonth(String digits) {
        return isDay(two(digits, 2) % 20, two(digits, 4));
    }

    /** Czechia and Slovakia add 50 to the month of women, and 20 where numbers ran out. */
    static boolean withSexInMonth(String digits) {
        int month = two(digits, 2) % 50;
        return isDay(month > 20 ? month - 20 : month, two(digits, 4));
    }

    private static boolean isDay(int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    private static int two(String digits, int at) {
        return CheckDigits.digit(digits, at) * 10 + CheckDigits.digit(digits, at + 1);
    }
}
