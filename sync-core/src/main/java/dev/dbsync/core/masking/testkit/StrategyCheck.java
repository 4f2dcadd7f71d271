package dev.dbsync.core.masking.testkit;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingKey;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;

/**
 * Checks that a masking strategy does what it promises, so that a pull can rely on it:
 *
 * <pre>{@code
 * StrategyCheck.of(new Plate()).values("B-AB 1234", "M-X 1").run();
 * }</pre>
 *
 * <p>Each value is masked, and with them many awkward ones ({@link AwkwardValues}): control characters, empty texts, a
 * megabyte. The outputs must be the same each time, in every thread, in another locale and time zone; no longer than
 * promised; never NULL and never the input where the strategy promises that; valid in UTF-8 and without a NUL; and as
 * many different ones as promised. For the time of the check the JVM's default locale and time zone are others.
 */
public final class StrategyCheck {

    private static final MaskingKey KEY = MaskingKey.of("the key of the test kit, 0123456789", "the test kit");
    private static final MaskingKey OTHER_KEY =
            MaskingKey.of("another key of the test kit, 9876543210", "the test kit");

    private final MaskingStrategy strategy;
    private final String type;
    private final Map<String, ?> options;
    private final Optional<Integer> maxLength;
    private final boolean unique;
    private final List<byte[]> values;

    private StrategyCheck(
            MaskingStrategy strategy,
            String type,
            Map<String, ?> options,
            Optional<Integer> maxLength,
            boolean unique,
            List<byte[]> values) {
        this.strategy = strategy;
        this.type = type;
        this.options = options;
        this.maxLength = maxLength;
        this.unique = unique;
        this.values = values;
    }

    /** In a column of {@code text} without a limit, by a rule without options. */
    public static StrategyCheck of(MaskingStrategy strategy) {
        return new StrategyCheck(strategy, "text", Map.of(), Optional.empty(), false, List.of());
    }

    /** @param baseType as {@link MaskingContext#baseType()} has it, such as {@code smallint} or {@code text[]} */
    public StrategyCheck type(String baseType) {
        return new StrategyCheck(strategy, baseType, options, maxLength, unique, values);
    }

    /** @param given the options of the rule, as they would be read from {@code sync.yaml} */
    public StrategyCheck options(Map<String, ?> given) {
        return new StrategyCheck(strategy, type, given, maxLength, unique, values);
    }

    /** In a column with room for so many characters; longer values are left out. */
    public StrategyCheck maxLength(int characters) {
        return new StrategyCheck(strategy, type, options, Optional.of(characters), unique, values);
    }

    /** In a column under a unique index. */
    public StrategyCheck underUniqueIndex() {
        return new StrategyCheck(strategy, type, options, maxLength, true, values);
    }

    /** Values of your own, in PostgreSQL's text form, besides the awkward ones. */
    public StrategyCheck values(String... own) {
        List<byte[]> all = new ArrayList<>(values);
        Arrays.stream(own).map(value -> value.getBytes(StandardCharsets.UTF_8)).forEach(all::add);
        return new StrategyCheck(strategy, type, options, maxLength, unique, List.copyOf(all));
    }

    /** @throws AssertionError with what the strategy does not hold to, and for which value */
    public void run() {
        String rule =
                "'" + strategy.name() + "' " + (options.isEmpty() ? "" : options + " ") + "in a column of " + type;
        Verdict verdict = new Verdict(rule);
        checkDeclaration(verdict);
        MaskingContext context = context(KEY);
        OutputPromise promise = strategy.promise(context);
        verdict.that(promise.equals(strategy.promise(context(KEY))), "promises something else the second time");
        List<byte[]> inputs = inputs();
        ColumnMask mask = strategy.mask(context);
        MaskCheck masks = new MaskCheck(promise, mask, verdict);
        List<byte[]> outputs = masks.each(inputs);
        masks.spread(inputs, outputs);
        masks.threads(inputs, outputs);
        elsewhere(inputs, outputs, promise, verdict);
        masks.otherKey(inputs, outputs, strategy.mask(context(OTHER_KEY)));
    }

    private void checkDeclaration(Verdict verdict) {
        String name = strategy.name();
        verdict.that(
                name != null && !name.isBlank() && name.equals(name.toLowerCase(Locale.ROOT)),
                "must have a name in lower case");
        verdict.that(strategy.options() != null, "must say which options it has, if only Set.of()");
        options.keySet()
                .forEach(option ->
                        verdict.that(strategy.options().contains(option), "does not name its option '" + option + "'"));
        verdict.that(
                strategy.fits(context(KEY).type()),
                "says that it does not fit " + context(KEY).type());
    }

    /** Another mask on what another machine may have for defaults. */
    private void elsewhere(List<byte[]> inputs, List<byte[]> outputs, OutputPromise promise, Verdict verdict) {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            // Where i is no I, digits are others, and it is another day.
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
                strategy.promise(context(KEY));
                ColumnMask mask = strategy.mask(context(KEY));
                for (int i = 0; i < inputs.size(); i++) {
                    verdict.same(
                            mask.mask(
                                    promise.normalization().apply(inputs.get(i).clone())),
                            outputs.get(i),
                            inputs.get(i),
                            "on a machine set to " + tag);
                }
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private List<byte[]> inputs() {
        List<byte[]> inputs = new ArrayList<>(values);
        inputs.addAll(AwkwardValues.of(type));
        inputs.removeIf(value -> Verdict.length(value) > maxLength.orElse(Integer.MAX_VALUE));
        return inputs;
    }

    private MaskingContext context(MaskingKey key) {
        MaskingContext context = MaskingContext.of(type, options, key);
        MaskingContext limited = maxLength.map(context::withMaxLength).orElse(context);
        return unique ? limited.withUniqueIndex() : limited;
    }
}
