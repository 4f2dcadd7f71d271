package dev.dbsync.core.masking.builtin.time;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.keyed.Unreadable;
import dev.dbsync.core.masking.builtin.number.PgNumber;
import dev.dbsync.core.masking.builtin.number.Round;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * The band of {@code years} in which somebody was born, or is old: a date becomes the first of January of a year that
 * the number divides ({@code 1987-05-03}, by ten: {@code 1980-01-01}), a number the lowest of its band (39: 30). A
 * number that is neither an age nor a year, such as a time in seconds or {@code 19870503}, is not read: it becomes 0.
 */
public final class AgeBand implements MaskingStrategy {

    private static final int YEARS = 10;
    private static final int MOST_YEARS = 100;

    /** Ages and years have four digits at most. */
    private static final BigDecimal TOO_MUCH = BigDecimal.valueOf(10_000);

    @Override
    public String name() {
        return "age-band";
    }

    @Override
    public Set<String> options() {
        return Set.of("years");
    }

    @Override
    public boolean fits(TypeCategory type) {
        return Dates.fit(type) || type == TypeCategory.NUMBER;
    }

    /** Sense of it is that many values become the same. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        years(context);
        boolean number = context.type() == TypeCategory.NUMBER;
        if (!number) {
            Dates.checkType(context);
        }
        return new OutputPromise(
                1,
                number ? PgNumber.of(context).maxLength() : Dates.maxLength(context),
                true,
                false,
                false,
                Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        int years = years(context);
        if (context.type() == TypeCategory.NUMBER) {
            PgNumber type = PgNumber.of(context);
            BigDecimal band = BigDecimal.valueOf(years);
            return value -> type.read(value)
                    .filter(number -> number.abs().compareTo(TOO_MUCH) < 0)
                    .map(number -> type.write(Round.multiple(number, band, RoundingMode.FLOOR, type)))
                    .orElseGet(() -> type.ofUnreadable(value));
        }
        Unreadable unreadable = Unreadable.in(context);
        return value -> {
            Optional<PgDate> date = PgDate.read(value);
            return date.isEmpty()
                    ? Dates.ofUnreadable(value, context, unreadable)
                    : Dates.fitting(first(date.get(), years), value, context, unreadable);
        };
    }

    /** Of a point in time the first midnight, in UTC where it was written with a zone. */
    private static PgDate first(PgDate written, int years) {
        PgDate date = written.inUtc();
        int year = Math.floorDiv(date.date().getYear(), years) * years;
        PgDate first = new PgDate(LocalDate.of(year, 1, 1), midnight(date.time()));
        return first.isInRange() ? first : new PgDate(LocalDate.of(year + years, 1, 1), first.time());
    }

    private static String midnight(String time) {
        if (time.isEmpty()) {
            return "";
        }
        int zone = Math.max(time.lastIndexOf('+'), Math.max(time.lastIndexOf('-'), time.indexOf('Z')));
        return time.charAt(0) + "00:00:00" + (zone < 0 ? "" : time.substring(zone));
    }

    private static int years(MaskingContext context) {
        return context.options().integer("years", YEARS, 1, MOST_YEARS);
    }
}
