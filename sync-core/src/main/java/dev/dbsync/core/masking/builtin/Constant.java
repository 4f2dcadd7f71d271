package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The text of {@code value}, which must be a valid value of the column's type, for every value. */
public final class Constant implements MaskingStrategy {

    @Override
    public String name() {
        return "constant";
    }

    @Override
    public Set<String> options() {
        return Set.of("value");
    }

    /** Whether the value can be cast to the type, the server says when a sample is inserted. */
    @Override
    public boolean fits(TypeCategory type) {
        return true;
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        if (!context.options().has("value")) {
            throw new IllegalArgumentException("'value' is missing (for NULL there is the strategy 'null')");
        }
        String value = value(context);
        return OutputPromise.fixed(value.codePointCount(0, value.length()));
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        byte[] value = value(context).getBytes(StandardCharsets.UTF_8);
        return ignored -> value.clone();
    }

    private static String value(MaskingContext context) {
        return context.options().text("value", "");
    }
}
