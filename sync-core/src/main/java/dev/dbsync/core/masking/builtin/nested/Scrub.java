package dev.dbsync.core.masking.builtin.nested;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.detection.Found;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.builtin.keyed.Hex;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Free text in which what a detector finds is replaced: addresses of e-mail by such addresses, telephone numbers by
 * fictional ones, anything else by its kind and a hash, {@code [iban a1b2c3d4e5f6]}. The same find gives the same
 * replacement, upper and lower case being the same but under a unique index. All other words stay, names of people
 * among them.
 */
public final class Scrub implements MaskingStrategy {

    private static final int DIGITS = 12;

    /** Of telephone numbers, of all kinds the one with the fewest. */
    private static final int FEWEST_OUTPUTS = 100_000_000;

    @Override
    public String name() {
        return "scrub";
    }

    /** A text in which nothing is found stays; two texts become one only where their finds do. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        return new OutputPromise(
                FEWEST_OUTPUTS,
                OptionalInt.of(context.maxLength().orElse(OutputPromise.ANY_LENGTH)),
                true,
                false,
                false,
                Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        KeyedHash hash = context.hash();
        Detectors detectors = Detectors.standard();
        int longest = context.maxLength().orElse(Integer.MAX_VALUE);
        return value -> {
            String text = new String(value, StandardCharsets.UTF_8);
            List<Found> finds = detectors.within(text);
            return finds.isEmpty()
                    ? value.clone()
                    : cut(replaced(text, finds, hash, context.unique()), longest)
                            .getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String replaced(String text, List<Found> finds, KeyedHash hash, boolean exactly) {
        StringBuilder result = new StringBuilder(text.length() + 16 * finds.size());
        int at = 0;
        for (Found found : finds) {
            result.append(text, at, found.start())
                    .append(replacement(found.kind(), text.substring(found.start(), found.end()), hash, exactly));
            at = found.end();
        }
        return result.append(text, at, text.length()).toString();
    }

    private static String replacement(DataKind kind, String found, KeyedHash hash, boolean exactly) {
        byte[] value = found.getBytes(StandardCharsets.UTF_8);
        byte[] digest = exactly ? value : Normalization.LOWER_CASE.apply(value);
        String replacement;
        do {
            digest = hash.hash(digest);
            byte[] digits = new byte[DIGITS];
            Hex.lower(digest, DIGITS, digits, 0);
            String token = new String(digits, StandardCharsets.US_ASCII);
            replacement = switch (kind) {
                case EMAIL -> "user_" + token + "@example.com";
                case PHONE ->
                    "+1-555-" + String.format(Locale.ROOT, "%08d", Long.parseLong(token, 16) % FEWEST_OUTPUTS);
                default -> "[" + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + token + "]";
            };
        } while (replacement.equalsIgnoreCase(found));
        return replacement;
    }

    /** A replacement may be longer than what it replaces, and the column's end is then the text's. */
    private static String cut(String text, int longest) {
        return text.length() <= longest || text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest));
    }
}
