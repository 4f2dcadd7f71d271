package dev.dbsync.core.masking.example;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.charset.StandardCharsets;

/** A suspicious one: it fails over each value by an error, not an exception, which quotes the value. */
public final class Asserting implements MaskingStrategy {

    @Override
    public String name() {
        return "asserting";
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return OutputPromise.hashed(1_000_000, 20, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        return value -> {
            throw new AssertionError("not expected: " + new String(value, StandardCharsets.UTF_8));
        };
    }
}
