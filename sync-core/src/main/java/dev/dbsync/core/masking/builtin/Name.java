package dev.dbsync.core.masking.builtin;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.builtin.keyed.Differing;
import dev.dbsync.core.masking.builtin.keyed.Hex;
import dev.dbsync.core.masking.builtin.realistic.FakeLists;
import dev.dbsync.core.masking.builtin.realistic.FakeText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code User A1B2}; on unique columns sixteen digits, as far as they fit the column; any number by {@code digits}.
 * With {@code realistic: first}, {@code last} or {@code full}, a name as people have it, of the {@code locale}.
 */
public final class Name implements MaskingStrategy {

    private static final byte[] PREFIX = "User ".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 4;
    private static final int DIGITS_WHERE_UNIQUE = 16;
    private static final String FIRST = "#{Name.first_name}";
    private static final String LAST = "#{Name.last_name}";

    /** Where the name of the family comes first. */
    private static final Set<String> LAST_BEFORE_FIRST = Set.of("hu", "ja", "ko", "vi", "zh");

    private final FakeLists lists = new FakeLists();

    @Override
    public String name() {
        return "name";
    }

    @Override
    public Set<String> options() {
        return Set.of("digits", "realistic", "locale");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        Optional<FakeText> realistic = realistic(context);
        if (realistic.isPresent()) {
            return realistic.get().promise();
        }
        int digits = digits(context);
        return OutputPromise.hashed(Hex.outputs(digits), PREFIX.length + digits, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        Optional<FakeText> realistic = realistic(context);
        if (realistic.isPresent()) {
            return realistic.get().mask();
        }
        int digits = digits(context);
        KeyedHash hash = context.hash();
        return value -> Differing.output(hash, value, digest -> {
            byte[] masked = Arrays.copyOf(PREFIX, PREFIX.length + digits);
            Hex.upper(digest, digits, masked, PREFIX.length);
            return masked;
        });
    }

    private Optional<FakeText> realistic(MaskingContext context) {
        String kind = context.options().word("realistic", null, Set.of("first", "last", "full"));
        if (kind == null) {
            if (context.options().has("locale")) {
                throw new IllegalArgumentException("'locale' is for 'realistic: first', 'last' or 'full' only");
            }
            return Optional.empty();
        }
        if (context.options().has("digits")) {
            throw new IllegalArgumentException("'digits' and 'realistic' exclude each other");
        }
        List<String> expressions = switch (kind) {
            case "first" -> List.of(FIRST);
            case "last" -> List.of(LAST);
            default -> isLastBeforeFirst(context) ? List.of(LAST, FIRST) : List.of(FIRST, LAST);
        };
        return Optional.of(FakeText.of(context, lists, List.of("", " "), expressions));
    }

    private static boolean isLastBeforeFirst(MaskingContext context) {
        String locale = context.options().text("locale", "en");
        return LAST_BEFORE_FIRST.contains(Locale.forLanguageTag(locale).getLanguage());
    }

    private static int digits(MaskingContext context) {
        return context.options().integer("digits", usualDigits(context), 2, Hex.MAXIMUM_DIGITS);
    }

    private static int usualDigits(MaskingContext context) {
        if (!context.unique()) {
            return DIGITS;
        }
        int room = context.maxLength().orElse(Integer.MAX_VALUE) - PREFIX.length;
        return Math.max(DIGITS, Math.min(DIGITS_WHERE_UNIQUE, room));
    }
}
