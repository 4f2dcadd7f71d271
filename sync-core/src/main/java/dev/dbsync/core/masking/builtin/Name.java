package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** {@code User A1B2}; on unique columns sixteen digits, as far as they fit the column; any number by {@code digits}. */
public final class Name implements MaskingStrategy {

    private static final byte[] PREFIX = "User ".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 4;
    private static final int DIGITS_WHERE_UNIQUE = 16;

    @Override
    public String name() {
        return "name";
    }

    @Override
    public Set<String> options() {
        return Set.of("digits");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        int digits = digits(context);
        return OutputPromise.hashed(Hex.outputs(digits), PREFIX.length + digits, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        int digits = digits(context);
        KeyedHash hash = context.hash();
        return value -> {
            byte[] masked = Arrays.copyOf(PREFIX, PREFIX.length + digits);
            Hex.upper(hash.hash(value), digits, masked, PREFIX.length);
            return masked;
        };
    }

    private static int digits(MaskingContext context) {
        return context.options().integer("digits", usualDigits(context), 2, Hex.MAXIMUM_DIGITS);
    }

    private static int usualDigits(MaskingContext context) {
        if (!context.unique()) {
            return DIGITS;
        }
        int room = context.maxLength().orElse(Integer.MAX_VALUE) - PREFIX.length;
        return Math.max(DIGITS, Math.min(DIGITS_WHERE_UNIQUE, room));
    }
}
