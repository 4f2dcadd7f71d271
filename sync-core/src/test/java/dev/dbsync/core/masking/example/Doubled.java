package dev.dbsync.core.masking.example;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.charset.StandardCharsets;

/** A careless one: it fails over a value that is no number, and what it throws quotes the value. */
public final class Doubled implements MaskingStrategy {

    @Override
    public String name() {
        return "doubled";
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return OutputPromise.hashed(1_000_000, 20, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        return value -> Long.toString(2 * Long.parseLong(new String(value, StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
