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

/**
 * {@code user_a1b2c3d4e5f60718@example.com}: 64 bits, or more by {@code digits}. Upper and lower case of an address
 * mean the same, and blanks around it mean nothing.
 */
public final class Email implements MaskingStrategy {

    private static final byte[] PREFIX = "user_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUFFIX = "@example.com".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 16;

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Set<String> options() {
        return Set.of("digits");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        int digits = digits(context);
        return OutputPromise.hashed(
                Hex.outputs(digits), PREFIX.length + digits + SUFFIX.length, Normalization.LOWER_NFC_TRIM);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        int digits = digits(context);
        KeyedHash hash = context.hash();
        return value -> {
            byte[] masked = Arrays.copyOf(PREFIX, PREFIX.length + digits + SUFFIX.length);
            Hex.lower(hash.hash(value), digits, masked, PREFIX.length);
            System.arraycopy(SUFFIX, 0, masked, PREFIX.length + digits, SUFFIX.length);
            return masked;
        };
    }

    private static int digits(MaskingContext context) {
        return context.options().integer("digits", DIGITS, 8, Hex.MAXIMUM_DIGITS);
    }
}
