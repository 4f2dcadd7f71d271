package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.keyed.Differing;
import dev.dbsync.core.masking.builtin.keyed.Hex;

/** A UUID of version 4 whose 122 bits are those of the hash, whatever the value was. */
public final class Uuid implements MaskingStrategy {

    private static final double OUTPUTS = Math.pow(2, 122);
    private static final int LENGTH = 36;

    @Override
    public String name() {
        return "uuid";
    }

    @Override
    public boolean fits(TypeCategory type) {
        return type == TypeCategory.UUID || type == TypeCategory.TEXT;
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return OutputPromise.hashed(OUTPUTS, LENGTH, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        KeyedHash hash = context.hash();
        return value -> Differing.output(hash, value, Uuid::of);
    }

    private static byte[] of(byte[] digest) {
        digest[6] = (byte) (digest[6] & 0x0f | 0x40);
        digest[8] = (byte) (digest[8] & 0x3f | 0x80);
        byte[] digits = new byte[32];
        Hex.lower(digest, digits.length, digits, 0);
        byte[] uuid = new byte[LENGTH];
        int at = 0;
        for (int i = 0; i < digits.length; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                uuid[at++] = '-';
            }
            uuid[at++] = digits[i];
        }
        return uuid;
    }
}
