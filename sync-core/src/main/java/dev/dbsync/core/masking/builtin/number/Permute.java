package dev.dbsync.core.masking.builtin.number;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import dev.dbsync.core.masking.builtin.keyed.Permutation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Another integer for each: a keyed permutation, so that different ones stay different, and no number stays itself.
 * Numbers from {@code min} to {@code max} stay among themselves, and so do those below and those above; without either,
 * the negative ones, and zero with the positive ones.
 */
public final class Permute implements MaskingStrategy {

    private static final Map<String, Long> MAXIMUM =
            Map.of("smallint", (long) Short.MAX_VALUE, "integer", (long) Integer.MAX_VALUE, "bigint", Long.MAX_VALUE);

    @Override
    public String name() {
        return "permute";
    }

    @Override
    public Set<String> options() {
        return Set.of("min", "max");
    }

    @Override
    public boolean fits(TypeCategory type) {
        return type == TypeCategory.NUMBER;
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        spans(context);
        // "-5" may become "-1234567890".
        int length = Long.toString(-maximum(context) - 1).length();
        return new OutputPromise(
                Double.POSITIVE_INFINITY, OptionalInt.of(length), false, false, false, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        List<Span> spans = spans(context);
        long maximum = maximum(context);
        return value -> Long.toString(permuted(number(value, maximum, context.hash()), spans))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static long permuted(long number, List<Span> spans) {
        int at = 0;
        while (number > spans.get(at).last) {
            at++;
        }
        return spans.get(at).apply(number);
    }

    /** The value; one that is drawn for what is no number of the type, and which no such column holds. */
    private static long number(byte[] value, long maximum, KeyedHash hash) {
        try {
            long number = Long.parseLong(new String(value, StandardCharsets.UTF_8));
            if (number <= maximum && number >= -maximum - 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to what is drawn.
        }
        return new Draw(hash, hash.hash(value)).bits() & maximum;
    }

    /** Numbers that stay among themselves. */
    private record Span(long first, long last, Permutation permutation) {

        long apply(long number) {
            return first + permutation.apply(number - first);
        }
    }

    private static List<Span> spans(MaskingContext context) {
        long maximum = maximum(context);
        long minimum = -maximum - 1;
        boolean bounded = context.options().has("min") || context.options().has("max");
        long from = context.options().integer("min", bounded ? minimum : 0, minimum, maximum);
        long to = context.options().integer("max", maximum, minimum, maximum);
        if (from > to) {
            throw new IllegalArgumentException("'min' is greater than 'max'");
        }
        List<Span> spans = new ArrayList<>();
        if (from > minimum) {
            add(spans, context, minimum, from - 1);
        }
        add(spans, context, from, to);
        if (to < maximum) {
            add(spans, context, to + 1, maximum);
        }
        return spans;
    }

    private static void add(List<Span> spans, MaskingContext context, long first, long last) {
        if (first == last) {
            throw new IllegalArgumentException("'min' and 'max' leave the number " + first
                    + " by itself, and it could become no other: move one of them");
        }
        byte[] key = Draw.secret(context.hash(), "permutation from " + first + " to " + last);
        spans.add(new Span(first, last, new Permutation(key, last - first + 1)));
    }

    private static long maximum(MaskingContext context) {
        Long maximum = MAXIMUM.get(context.baseType());
        if (maximum == null) {
            throw new IllegalArgumentException(
                    "it permutes smallint, integer and bigint, and the column's type is " + context.baseType());
        }
        return maximum;
    }
}
