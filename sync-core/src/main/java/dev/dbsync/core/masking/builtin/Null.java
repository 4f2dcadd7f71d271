package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;

/** NULL for every value. */
public final class Null implements MaskingStrategy {

    @Override
    public String name() {
        return "null";
    }

    @Override
    public boolean fits(TypeCategory type) {
        return true;
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return OutputPromise.nothing();
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        return value -> null;
    }
}
