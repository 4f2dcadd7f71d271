package dev.dbsync.core.masking.example;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Number plates: {@code X-123456}. */
public final class Plate implements MaskingStrategy {

    @Override
    public String name() {
        return "plate";
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return OutputPromise.hashed(1_000_000, 8, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        KeyedHash hash = context.hash();
        return value -> {
            long number =
                    Long.remainderUnsigned(ByteBuffer.wrap(hash.hash(value)).getLong(), 1_000_000);
            return String.format(Locale.ROOT, "X-%06d", number).getBytes(StandardCharsets.US_ASCII);
        };
    }
}
