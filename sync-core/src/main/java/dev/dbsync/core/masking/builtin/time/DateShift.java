package dev.dbsync.core.masking.builtin.time;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import dev.dbsync.core.masking.builtin.keyed.Unreadable;
import java.util.Optional;
import java.util.Set;

/**
 * The date, some days earlier or later: one to {@code days} of them. With {@code by}, the number of days follows from
 * the value of that column in the same row, so that all dates of one person move alike and keep their order and their
 * distances; without it, or where that is NULL, it follows from the date itself. The time of the day stays.
 */
public final class DateShift implements MaskingStrategy {

    private static final int DAYS = 30;
    private static final int MOST_DAYS = 36_500;

    @Override
    public String name() {
        return "date-shift";
    }

    @Override
    public Set<String> options() {
        return Set.of("days", "by");
    }

    @Override
    public boolean fits(TypeCategory type) {
        return Dates.fit(type);
    }

    /** Two dates meet where their shifts do; only the infinities stay what they are. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        Dates.checkType(context);
        boolean mayEqualInput = context.type() != TypeCategory.TEXT;
        return new OutputPromise(
                2.0 * days(context), Dates.maxLength(context), mayEqualInput, false, false, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        int days = days(context);
        KeyedHash hash = context.hash();
        Unreadable unreadable = Unreadable.in(context);
        return new ColumnMask() {
            @Override
            public byte[] mask(byte[] value) {
                return mask(value, null);
            }

            @Override
            public byte[] mask(byte[] value, byte[] by) {
                Optional<PgDate> date = PgDate.read(value);
                return date.isEmpty()
                        ? Dates.ofUnreadable(value, context, unreadable)
                        : Dates.fitting(
                                shifted(
                                        date.get(),
                                        shift(
                                                hash,
                                                by == null ? date.get().inUtc().write() : by,
                                                days)),
                                value,
                                context,
                                unreadable);
            }
        };
    }

    /** From -days to days, never 0. */
    private static long shift(KeyedHash hash, byte[] person, int days) {
        long drawn = new Draw(hash, hash.hash(person)).below(2L * days) - days;
        return drawn < 0 ? drawn : drawn + 1;
    }

    /** At the ends of what PostgreSQL can hold, the other way. */
    private static PgDate shifted(PgDate date, long days) {
        PgDate shifted = date.on(date.date().plusDays(days));
        return shifted.isInRange() ? shifted : date.on(date.date().minusDays(days));
    }

    private static int days(MaskingContext context) {
        return context.options().integer("days", DAYS, 1, MOST_DAYS);
    }
}
