package dev.dbsync.core.report;

import java.util.Locale;

/** Numbers for people, their thousands apart. */
final class Grouped {

    private Grouped() {}

    /** {@code 1,234,567}, wherever in the world. */
    static String of(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
