package dev.dbsync.core.masking.builtin.number;

import dev.dbsync.core.masking.MaskingContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How numbers of one type of PostgreSQL's are read and written, so that what is written always fits where the value
 * came from: it has no more digits before the point than that one, as many behind it, and is in the type's range.
 */
public final class PgNumber {

    private static final Map<String, BigInteger> MAXIMUM = Map.of(
            "smallint", BigInteger.valueOf(Short.MAX_VALUE),
            "integer", BigInteger.valueOf(Integer.MAX_VALUE),
            "bigint", BigInteger.valueOf(Long.MAX_VALUE));
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    /** {@code -1.79769313486231E+308}, and {@code -0.00000179769313486231}. */
    private static final int LONGEST_FLOAT = 24;

    private final String type;

    private PgNumber(String type) {
        this.type = type;
    }

    /**
     * @throws IllegalArgumentException for {@code money}, whose text depends on the server's locale, and what is none
     */
    public static PgNumber of(MaskingContext context) {
        String type = context.baseType();
        if (!MAXIMUM.containsKey(type) && !type.equals("numeric") && !isFloat(type)) {
            throw new IllegalArgumentException(
                    "it changes integers, numeric, real and double precision, and the column's type is " + type);
        }
        return new PgNumber(type);
    }

    /** As an {@link dev.dbsync.core.masking.OutputPromise} has it: floats are written with all their digits. */
    public OptionalInt maxLength() {
        return isFloat(type) ? OptionalInt.of(LONGEST_FLOAT) : OptionalInt.empty();
    }

    /** The number; empty for NaN, the infinities and what is none. */
    public Optional<BigDecimal> read(byte[] value) {
        try {
            return Optional.of(new BigDecimal(new String(value, StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** NaN and the infinities, which tell nothing of anybody, as they are; 0 for what is no number that is masked. */
    public byte[] ofUnreadable(byte[] value) {
        return NOT_FINITE.contains(new String(value, StandardCharsets.UTF_8)) ? value.clone() : new byte[] {'0'};
    }

    public byte[] write(BigDecimal number) {
        String text = isFloat(type) ? number.toString() : number.toPlainString();
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A result with as many digits as the value has, of floats as the type has: towards zero, so that none is too
     * great.
     */
    BigDecimal rounded(BigDecimal result, BigDecimal value) {
        return isFloat(type)
                ? result.round(new MathContext(type.equals("real") ? 6 : 15, RoundingMode.DOWN))
                : result.setScale(value.scale(), RoundingMode.HALF_EVEN);
    }

    /** Whether a result can stand where the value stood, whatever the column's precision is. */
    boolean fits(BigDecimal result, BigDecimal value) {
        if (isFloat(type)) {
            double limited = type.equals("real") ? result.floatValue() : result.doubleValue();
            return !Double.isInfinite(limited) && (limited != 0 || result.signum() == 0);
        }
        BigInteger maximum = MAXIMUM.get(type);
        boolean inRange = maximum == null || result.toBigInteger().abs().compareTo(maximum) <= 0;
        return inRange && digitsBeforeThePoint(result) <= digitsBeforeThePoint(value);
    }

    private static int digitsBeforeThePoint(BigDecimal number) {
        return number.signum() == 0 ? 0 : Math.max(0, number.precision() - number.scale());
    }

    private static boolean isFloat(String type) {
        return type.equals("real") || type.equals("double precision");
    }
}
