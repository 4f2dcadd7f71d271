package dev.dbsync.core.masking.example;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Set;

/** The hash of a value and of another column of its row; {@code salted}. */
public final class Salted implements MaskingStrategy {

    private static final byte[] NOTHING = {};

    @Override
    public String name() {
        return "salted";
    }

    @Override
    public Set<String> options() {
        return Set.of("by");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return OutputPromise.hashed(Math.pow(2, 64), 16, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        KeyedHash hash = context.hash();
        return new ColumnMask() {
            @Override
            public byte[] mask(byte[] value) {
                return mask(value, null);
            }

            @Override
            public byte[] mask(byte[] value, byte[] by) {
                ByteArrayOutputStream both = new ByteArrayOutputStream();
                both.writeBytes(by == null ? NOTHING : by);
                both.write(0);
                both.writeBytes(value);
                return HexFormat.of()
                        .formatHex(hash.hash(both.toByteArray()), 0, 8)
                        .getBytes();
            }
        };
    }
}
