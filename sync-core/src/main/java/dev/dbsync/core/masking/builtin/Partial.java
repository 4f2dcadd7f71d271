package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code ************1234}: the last four characters stay, or as many as {@code last} and {@code first} say; each other
 * one becomes a {@code *}. Where that would be more than half of a value, nothing of it stays.
 */
public final class Partial implements MaskingStrategy {

    private static final int MAXIMUM = 1_000;

    @Override
    public String name() {
        return "partial";
    }

    @Override
    public Set<String> options() {
        return Set.of("first", "last", "with");
    }

    /** The characters that stay may be any, so that nothing is known about how many outputs there are. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        if (first(context) + last(context) == 0) {
            throw new IllegalArgumentException("'first' and 'last' are both 0: nothing would stay (there is 'redact')");
        }
        with(context);
        return new OutputPromise(1, OptionalInt.empty(), true, false, false, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        int first = first(context);
        int last = last(context);
        byte[] with = with(context);
        return value -> mask(value, first, last, with);
    }

    private static byte[] mask(byte[] value, int first, int last, byte[] with) {
        int characters = 0;
        for (byte b : value) {
            characters += begins(b) ? 1 : 0;
        }
        boolean keeps = characters >= 2 * (first + last);
        ByteArrayOutputStream masked = new ByteArrayOutputStream(value.length);
        int at = -1;
        for (byte b : value) {
            at += begins(b) ? 1 : 0;
            if (keeps && (at < first || at >= characters - last)) {
                masked.write(b);
            } else if (begins(b)) {
                masked.write(with, 0, with.length);
            }
        }
        return masked.toByteArray();
    }

    /** Whether a byte of UTF-8 begins a character. */
    private static boolean begins(byte b) {
        return (b & 0xc0) != 0x80;
    }

    private static int first(MaskingContext context) {
        return context.options().integer("first", 0, 0, MAXIMUM);
    }

    /** Whoever asks for the first ones alone gets no others. */
    private static int last(MaskingContext context) {
        int usual = context.options().has("first") ? 0 : 4;
        return context.options().integer("last", usual, 0, MAXIMUM);
    }

    private static byte[] with(MaskingContext context) {
        String with = context.options().text("with", "*");
        if (with.codePointCount(0, with.length()) != 1) {
            throw new IllegalArgumentException("'with' must be one character");
        }
        return with.getBytes(StandardCharsets.UTF_8);
    }
}
