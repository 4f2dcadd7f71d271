package dev.dbsync.core.masking.builtin.time;

import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.keyed.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** What strategies for dates have in common: the types that they fit, and what becomes of values that are none. */
final class Dates {

    private static final byte[] ANY = "2000-01-01".getBytes(StandardCharsets.US_ASCII);

    /** {@code 5874897-12-31 BC}, or a point in time to the microsecond with an offset in seconds. */
    private static final int LONGEST = 44;

    private Dates() {}

    static boolean fit(TypeCategory type) {
        return type == TypeCategory.DATE || type == TypeCategory.TIME || type == TypeCategory.TEXT;
    }

    /** @throws IllegalArgumentException for a time of the day and an interval, which have no date */
    static void checkType(MaskingContext context) {
        if (context.type() == TypeCategory.TIME && !context.baseType().startsWith("timestamp")) {
            throw new IllegalArgumentException(
                    "it changes dates and timestamps, and the column's type is " + context.baseType());
        }
    }

    static OptionalInt maxLength(MaskingContext context) {
        return OptionalInt.of(Math.min(LONGEST, context.maxLength().orElse(LONGEST)));
    }

    /**
     * What is no date: in a text its hash; in a column of dates, which holds none, the first of January 2000. The
     * infinities of PostgreSQL tell nothing of anybody, and stay in columns of dates.
     */
    static byte[] ofUnreadable(byte[] value, MaskingContext context, Unreadable unreadable) {
        if (context.type() == TypeCategory.TEXT) {
            return unreadable.mask(value);
        }
        return PgDate.isInfinite(value) ? value.clone() : ANY.clone();
    }

    /** A text longer than its column becomes a hash. */
    static byte[] fitting(PgDate result, byte[] value, MaskingContext context, Unreadable unreadable) {
        byte[] text = result.write();
        boolean fits = context.maxLength().isEmpty()
                || text.length <= context.maxLength().get();
        return fits ? text : unreadable.mask(value);
    }
}
