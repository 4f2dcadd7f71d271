package dev.dbsync.core.masking;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Masks of one strategy, outside of any policy; values are normalized as it asks for. */
final class Masks {

    static final MaskingKey KEY = MaskingKey.of("000102030405060708090a0b0c0d0e0f", "test");

    private Masks() {}

    static MaskingContext context(MaskingKey key, String domain, boolean unique, Map<String, Object> options) {
        return new MaskingContext(
                TypeCategory.TEXT, Optional.empty(), unique, new RuleOptions(options), key.inDomain(domain));
    }

    static String mask(String strategy, String value) {
        return mask(strategy, Map.of(), value);
    }

    static String mask(String strategy, Map<String, Object> options, String value) {
        return mask(strategy, context(KEY, "test", false, options), value);
    }

    static String mask(String strategy, MaskingContext context, String value) {
        MaskingStrategy found = Strategies.discover().get(strategy);
        ColumnMask mask = found.promise(context).normalization().before(found.mask(context));
        byte[] masked = mask.mask(value.getBytes(StandardCharsets.UTF_8));
        return masked == null ? null : new String(masked, StandardCharsets.UTF_8);
    }
}
