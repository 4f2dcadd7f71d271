package com.example.masking;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Numbers of the shop's loyalty cards: {@code LC-123456789012}, or with another {@code prefix}. */
public final class LoyaltyCard implements MaskingStrategy {

    private static final long NUMBERS = 1_000_000_000_000L;

    @Override
    public String name() {
        return "loyalty-card";
    }

    @Override
    public Set<String> options() {
        return Set.of("prefix");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return OutputPromise.hashed(NUMBERS, prefix(context).length() + 13, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        KeyedHash hash = context.hash();
        String form = prefix(context) + "-%012d";
        return value -> {
            long number = Long.remainderUnsigned(ByteBuffer.wrap(hash.hash(value)).getLong(), NUMBERS);
            return String.format(Locale.ROOT, form, number).getBytes(StandardCharsets.US_ASCII);
        };
    }

    /** Complaints about options are shown to whoever wrote the rule. */
    private static String prefix(MaskingContext context) {
        String prefix = context.options().text("prefix", "LC");
        if (!prefix.matches("[A-Z]{1,8}")) {
            throw new IllegalArgumentException("'prefix' must be one to eight capital letters");
        }
        return prefix;
    }
}
