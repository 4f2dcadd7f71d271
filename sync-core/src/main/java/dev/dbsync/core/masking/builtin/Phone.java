package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** {@code +1-555-4567}: four digits after the area code of fiction, or more by {@code digits}. */
public final class Phone implements MaskingStrategy {

    private static final byte[] PREFIX = "+1-555-".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 4;
    private static final int MAXIMUM_DIGITS = 32;

    /** What 63 bits of the hash give without a bias worth the name. */
    private static final int DIGITS_OF_A_WORD = 12;

    @Override
    public String name() {
        return "phone";
    }

    @Override
    public Set<String> options() {
        return Set.of("digits");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        int digits = digits(context);
        return OutputPromise.hashed(Math.pow(10, digits), PREFIX.length + digits, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        int digits = digits(context);
        KeyedHash hash = context.hash();
        return value -> {
            byte[] masked = Arrays.copyOf(PREFIX, PREFIX.length + digits);
            writeDigits(hash.hash(value), masked);
            return masked;
        };
    }

    private static void writeDigits(byte[] hash, byte[] masked) {
        ByteBuffer words = ByteBuffer.wrap(hash);
        int written = PREFIX.length;
        while (written < masked.length) {
            long word = words.getLong() >>> 1;
            for (int i = 0; i < DIGITS_OF_A_WORD && written < masked.length; i++) {
                masked[written++] = (byte) ('0' + word % 10);
                word /= 10;
            }
        }
    }

    private static int digits(MaskingContext context) {
        return context.options().integer("digits", DIGITS, 1, MAXIMUM_DIGITS);
    }
}
