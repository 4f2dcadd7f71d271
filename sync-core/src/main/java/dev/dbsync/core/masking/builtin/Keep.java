package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;

/** The value itself: somebody has decided that it may leave production as it is. */
public final class Keep implements MaskingStrategy {

    @Override
    public String name() {
        return "keep";
    }

    @Override
    public boolean fits(TypeCategory type) {
        return true;
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return OutputPromise.kept();
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        return value -> value;
    }
}
