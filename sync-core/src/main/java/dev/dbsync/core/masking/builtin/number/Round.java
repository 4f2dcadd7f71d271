package dev.dbsync.core.masking.builtin.number;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;

/** The number, rounded to a multiple of {@code to}. */
public final class Round implements MaskingStrategy {

    private static final BigDecimal TO = BigDecimal.TEN;
    private static final BigDecimal LEAST = new BigDecimal("0.000001");
    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    @Override
    public String name() {
        return "round";
    }

    @Override
    public Set<String> options() {
        return Set.of("to");
    }

    @Override
    public boolean fits(TypeCategory type) {
        return type == TypeCategory.NUMBER;
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        PgNumber type = PgNumber.of(context);
        to(context);
        return new OutputPromise(1, type.maxLength(), true, false, false, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        PgNumber type = PgNumber.of(context);
        BigDecimal to = to(context);
        return value -> type.read(value)
                .map(number -> type.write(multiple(number, to, RoundingMode.HALF_EVEN, type)))
                .orElseGet(() -> type.ofUnreadable(value));
    }

    /** Towards zero where the result would not fit the column: 32767 is no multiple of ten, and 32770 no smallint. */
    public static BigDecimal multiple(BigDecimal number, BigDecimal of, RoundingMode mode, PgNumber type) {
        BigDecimal rounded = type.rounded(number.divide(of, 0, mode).multiply(of), number);
        return type.fits(rounded, number)
                ? rounded
                : type.rounded(number.divide(of, 0, RoundingMode.DOWN).multiply(of), number);
    }

    private static BigDecimal to(MaskingContext context) {
        return context.options().decimal("to", TO, LEAST, MOST);
    }
}
