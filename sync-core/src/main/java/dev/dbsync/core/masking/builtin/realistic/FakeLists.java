package dev.dbsync.core.masking.builtin.realistic;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.datafaker.Faker;

/**
 * Lists of what datafaker makes up, each made once: a value's hash picks one of its texts, which is a thousand times
 * faster than to ask datafaker for each. Another version of datafaker may make other lists.
 *
 * <p>Thread-safe.
 */
public final class FakeLists {

    /** Enough to meet nearly every text of datafaker's longest lists of names. */
    private static final int DRAWS = 20_000;

    private static final long SEED = 5_550_123L;

    private final Map<String, List<String>> made = new ConcurrentHashMap<>();

    /**
     * The different texts that an expression gives.
     *
     * @param locale a language or a language and a region: {@code de}, {@code de-AT}
     * @param expression of datafaker's: {@code #{Name.first_name}}
     * @param maxLength in characters; longer ones are left out
     * @throws IllegalArgumentException when datafaker has nothing for that locale, or fewer than two texts are so short
     */
    List<String> list(String locale, String expression, int maxLength) {
        List<String> all = made.computeIfAbsent(
                known(locale).toLanguageTag() + " " + expression,
                key -> List.copyOf(texts(Locale.forLanguageTag(locale), expression)));
        List<String> fitting = all.stream()
                .filter(text -> text.codePointCount(0, text.length()) <= maxLength)
                .toList();
        if (fitting.size() < 2) {
            throw new IllegalArgumentException("hardly any text of " + locale + " has " + maxLength
                    + " characters or fewer, for which the column has room");
        }
        return fitting;
    }

    /** Random is specified to the bit, so that every machine draws the same texts, in the same order. */
    private static Collection<String> texts(Locale locale, String expression) {
        Faker faker = new Faker(locale, new Random(SEED));
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            texts.add(faker.expression(expression));
        }
        texts.remove("");
        return texts;
    }

    /** Datafaker would take English for a locale that it has never heard of. */
    private static Locale known(String locale) {
        Locale found = Locale.forLanguageTag(locale);
        boolean known = found.getLanguage().equals("en")
                || Faker.class.getResource("/" + found.toLanguageTag() + ".yml") != null
                || Faker.class.getResource("/" + found.getLanguage() + ".yml") != null;
        if (found.getLanguage().isEmpty() || !known) {
            throw new IllegalArgumentException(
                    "'locale' must be one that datafaker knows: a language, or a language and a region, such as de,"
                            + " de-AT, en-GB or fr");
        }
        return found;
    }
}
