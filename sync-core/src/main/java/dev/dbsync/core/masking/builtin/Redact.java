package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** {@code [REDACTED]}, or the text of {@code with}, for every value. */
public final class Redact implements MaskingStrategy {

    @Override
    public String name() {
        return "redact";
    }

    @Override
    public Set<String> options() {
        return Set.of("with");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        String text = text(context);
        return OutputPromise.fixed(text.codePointCount(0, text.length()));
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        byte[] text = text(context).getBytes(StandardCharsets.UTF_8);
        return value -> text.clone();
    }

    private static String text(MaskingContext context) {
        return context.options().text("with", "[REDACTED]");
    }
}
