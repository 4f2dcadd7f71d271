package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.builtin.keyed.Differing;
import dev.dbsync.core.masking.builtin.phone.NationalPhone;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * {@code +1-555-4567}: four digits after the area code of fiction, or more by {@code digits}. With {@code format:
 * national}, a number of the value's own country, or of {@code region} where it names none.
 */
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
        return Set.of("digits", "format", "region");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        int length = PREFIX.length + digits(context);
        double outputs = Math.pow(10, digits(context));
        if (!isNational(context)) {
            if (context.options().has("region")) {
                throw new IllegalArgumentException("'region' is for 'format: national' only");
            }
            return OutputPromise.hashed(outputs, length, Normalization.NONE);
        }
        new NationalPhone(context, fictional(context));
        return OutputPromise.hashed(
                Math.min(outputs, NationalPhone.FEWEST_OUTPUTS),
                Math.max(length, NationalPhone.longest(context)),
                Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        ColumnMask fictional = fictional(context);
        return isNational(context) ? new NationalPhone(context, fictional)::mask : fictional;
    }

    private static ColumnMask fictional(MaskingContext context) {
        int digits = digits(context);
        KeyedHash hash = context.hash();
        return value -> Differing.output(hash, value, digest -> {
            byte[] masked = Arrays.copyOf(PREFIX, PREFIX.length + digits);
            writeDigits(digest, masked);
            return masked;
        });
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

    private static boolean isNational(MaskingContext context) {
        return context.options()
                .word("format", "fiction", Set.of("fiction", "national"))
                .equals("national");
    }

    private static int digits(MaskingContext context) {
        return context.options().integer("digits", DIGITS, 1, MAXIMUM_DIGITS);
    }
}
