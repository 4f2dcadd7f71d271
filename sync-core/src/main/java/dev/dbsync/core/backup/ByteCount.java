package dev.dbsync.core.backup;

import java.util.Locale;

/** Sizes for people. */
public final class ByteCount {

    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

    private ByteCount() {}

    /** {@code 1.5 MB}; powers of 1024, as {@code pg_size_pretty} counts. */
    public static String shown(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
