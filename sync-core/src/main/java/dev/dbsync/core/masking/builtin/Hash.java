package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.builtin.keyed.Differing;
import dev.dbsync.core.masking.builtin.keyed.Hex;
import java.util.Set;

/** {@code a1b2c3d4e5f6789a}: sixteen hexadecimal digits, or another number by {@code digits}. */
public final class Hash implements MaskingStrategy {

    private static final int DIGITS = 16;

    @Override
    public String name() {
        return "hash";
    }

    @Override
    public Set<String> options() {
        return Set.of("digits");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        int digits = digits(context);
        return OutputPromise.hashed(Hex.outputs(digits), digits, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        int digits = digits(context);
        KeyedHash hash = context.hash();
        return value -> Differing.output(hash, value, digest -> {
            byte[] masked = new byte[digits];
            Hex.lower(digest, digits, masked, 0);
            return masked;
        });
    }

    private static int digits(MaskingContext context) {
        return context.options().integer("digits", DIGITS, 2, Hex.MAXIMUM_DIGITS);
    }
}
