package dev.dbsync.core.masking.builtin.number;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The number, up to {@code percent} more or less: as much as the value's hash says. Any number but 0 becomes another;
 * 0, NaN and the infinities stay.
 */
public final class Noise implements MaskingStrategy {

    private static final BigDecimal PERCENT = BigDecimal.valueOf(10);
    private static final BigDecimal LEAST = new BigDecimal("0.01");
    private static final BigDecimal MOST = BigDecimal.valueOf(100);

    @Override
    public String name() {
        return "noise";
    }

    @Override
    public Set<String> options() {
        return Set.of("percent");
    }

    @Override
    public boolean fits(TypeCategory type) {
        return type == TypeCategory.NUMBER;
    }

    /** Two small numbers may well become the same. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        PgNumber type = PgNumber.of(context);
        percent(context);
        return new OutputPromise(1, type.maxLength(), true, false, false, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        PgNumber type = PgNumber.of(context);
        double most = percent(context).doubleValue() / 100;
        KeyedHash hash = context.hash();
        return value -> type.read(value)
                .map(number -> type.write(noisy(number, fraction(hash, number) * most, type)))
                .orElseGet(() -> type.ofUnreadable(value));
    }

    private static BigDecimal noisy(BigDecimal number, double fraction, PgNumber type) {
        if (number.signum() == 0) {
            return number;
        }
        BigDecimal more = changed(number, fraction, type);
        // 999.99 in a numeric(5,2) can only become less.
        return type.fits(more, number) ? more : changed(number, -Math.abs(fraction), type);
    }

    private static BigDecimal changed(BigDecimal number, double fraction, PgNumber type) {
        BigDecimal result = type.rounded(number.add(number.multiply(BigDecimal.valueOf(fraction))), number);
        if (result.compareTo(number) != 0) {
            return result;
        }
        boolean grows = fraction > 0 == number.signum() > 0;
        return grows ? number.add(number.ulp()) : number.subtract(number.ulp());
    }

    /** The same for 1.5 and 1.50, which are equal. */
    private static double fraction(KeyedHash hash, BigDecimal number) {
        byte[] text = number.stripTrailingZeros().toString().getBytes(StandardCharsets.US_ASCII);
        return new Draw(hash, hash.hash(text)).fraction();
    }

    private static BigDecimal percent(MaskingContext context) {
        return context.options().decimal("percent", PERCENT, LEAST, MOST);
    }
}
