package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.builtin.keyed.Differing;
import dev.dbsync.core.masking.builtin.keyed.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * {@code user_a1b2c3d4e5f60718@example.com}: 64 bits, or more by {@code digits}. Upper and lower case of an address
 * mean the same, and blanks around it mean nothing. With {@code keepDomain}, what stands behind the {@code @} stays,
 * where it is the name of a host and the column has room for it.
 */
public final class Email implements MaskingStrategy {

    private static final byte[] PREFIX = "user_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DOMAIN = "@example.com".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 16;

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Set<String> options() {
        return Set.of("digits", "keepDomain");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        int digits = digits(context);
        int usual = PREFIX.length + digits + DOMAIN.length;
        return keepsDomain(context)
                ? OutputPromise.hashed(
                                Hex.outputs(digits), Math.max(usual, longest(context)), Normalization.LOWER_NFC_TRIM)
                        .leavingParts()
                : OutputPromise.hashed(Hex.outputs(digits), usual, Normalization.LOWER_NFC_TRIM);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        int digits = digits(context);
        KeyedHash hash = context.hash();
        if (!keepsDomain(context)) {
            return value -> Differing.output(hash, value, digest -> address(digest, digits, DOMAIN, 0));
        }
        int longest = longest(context);
        return value -> {
            int at = HostName.afterAt(value);
            boolean keeps = at >= 0 && PREFIX.length + digits + value.length - at <= longest;
            return Differing.output(
                    hash, value, digest -> address(digest, digits, keeps ? value : DOMAIN, keeps ? at : 0));
        };
    }

    /** @param domain the array in which it stands, from its {@code @} to the end */
    private static byte[] address(byte[] digest, int digits, byte[] domain, int at) {
        byte[] masked = Arrays.copyOf(PREFIX, PREFIX.length + digits + domain.length - at);
        Hex.lower(digest, digits, masked, PREFIX.length);
        System.arraycopy(domain, at, masked, PREFIX.length + digits, domain.length - at);
        return masked;
    }

    private static int longest(MaskingContext context) {
        int any = PREFIX.length + digits(context) + 1 + HostName.MAXIMUM_LENGTH;
        return Math.min(any, context.maxLength().orElse(any));
    }

    private static boolean keepsDomain(MaskingContext context) {
        return context.options().bool("keepDomain", false);
    }

    private static int digits(MaskingContext context) {
        return context.options().integer("digits", DIGITS, 8, Hex.MAXIMUM_DIGITS);
    }
}
