package dev.dbsync.core.masking.builtin.nested;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.NestedRule;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Each element of an array by the rule {@code of}; an array keeps its bounds, dimensions and NULLs. Equal elements stay
 * equal, wherever they stand.
 */
public final class ArrayElements implements MaskingStrategy {

    @Override
    public String name() {
        return "array";
    }

    @Override
    public Set<String> options() {
        return Set.of("of");
    }

    @Override
    public boolean fits(TypeCategory type) {
        return type == TypeCategory.ARRAY;
    }

    /** An empty array, or one of NULLs, stays as it is. Two arrays meet where an element of theirs does. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        OutputPromise elements = elements(context).promise();
        int longest = context.maxLength().orElse(Integer.MAX_VALUE);
        if (!elements.keepsInput() && elements.maxLength().orElse(0) > longest) {
            throw new IllegalArgumentException(
                    "an element's output has up to " + elements.maxLength().getAsInt()
                            + " characters, and the column's elements have room for " + longest);
        }
        return new OutputPromise(
                elements.outputs(),
                elements.keepsInput() ? OptionalInt.empty() : OptionalInt.of(OutputPromise.ANY_LENGTH),
                true,
                false,
                elements.keepsInput(),
                elements.normalization());
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        ColumnMask mask = elements(context).mask();
        byte delimiter = (byte) (context.baseType().equals("box[]") ? ';' : ',');
        return value -> ArrayText.masked(value, delimiter, mask);
    }

    private static NestedRule elements(MaskingContext context) {
        String type = context.elementType()
                .orElseThrow(() -> new IllegalArgumentException(
                        "it masks the elements of arrays, and the column's type is " + context.baseType()));
        if (!context.options().has("of")) {
            throw new IllegalArgumentException(
                    "'of' is missing: the rule for each element, as in { strategy: array, of: email }");
        }
        return context.nested().of("of", context.options().any("of"), type);
    }
}
