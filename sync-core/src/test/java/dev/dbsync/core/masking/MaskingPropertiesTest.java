package dev.dbsync.core.masking;

import static dev.dbsync.core.masking.Masks.KEY;
import static dev.dbsync.core.masking.Masks.context;
import static dev.dbsync.core.masking.Masks.mask;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MaskingPropertiesTest {

    private static final MaskingKey OTHER_KEY = MaskingKey.of("f00102030405060708090a0b0c0d0e0f", "test");

    @Provide
    Arbitrary<String> hashing() {
        return Arbitraries.of("email", "phone", "name", "hash");
    }

    @Provide
    Arbitrary<String> masking() {
        return Arbitraries.of("email", "phone", "name", "hash", "redact");
    }

    /** Text as PostgreSQL can hold it: any characters but NUL, no lone surrogates. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('\u0001', '\uD7FF')
                .withCharRange('\uE000', '\uFFFD')
                .ofMaxLength(200);
    }

    @Property
    void equalInputsGiveEqualOutputs(@ForAll("masking") String strategy, @ForAll("texts") String value) {
        assertThat(mask(strategy, value)).isEqualTo(mask(strategy, new String(value.toCharArray())));
    }

    @Property
    void anotherKeyOrDomainGivesAnotherOutput(@ForAll("texts") String value) {
        String masked = mask("hash", value);

        assertThat(mask("hash", context(OTHER_KEY, "test", false, Map.of()), value))
                .isNotEqualTo(masked);
        assertThat(mask("hash", context(KEY, "other", false, Map.of()), value)).isNotEqualTo(masked);
    }

    @Property
    void aDomainDoesNotRunIntoTheValue(@ForAll("texts") String domain, @ForAll("texts") String value) {
        String masked = mask("hash", context(KEY, domain + "x", false, Map.of()), value);

        assertThat(mask("hash", context(KEY, domain, false, Map.of()), "x" + value))
                .isNotEqualTo(masked);
    }

    @Property
    void noOutputIsLongerThanPromised(
            @ForAll("masking") String strategy, @ForAll("texts") String value, @ForAll boolean unique) {
        MaskingContext context = context(KEY, "test", unique, Map.of());
        int promised =
                Strategies.discover().get(strategy).promise(context).maxLength().orElseThrow();

        String masked = mask(strategy, context, value);

        assertThat(masked.codePointCount(0, masked.length())).isLessThanOrEqualTo(promised);
    }

    @Property
    void anOutputNeverEqualsItsInputWhereThatIsPromised(
            @ForAll("hashing") String strategy, @ForAll("texts") String value) {
        assertThat(mask(strategy, value)).isNotEqualTo(value);
        // The hardest inputs: outputs.
        assertThat(mask("hash", mask("hash", value))).isNotEqualTo(mask("hash", value));
    }

    @Property
    void theInputArrayIsLeftAlone(@ForAll("masking") String strategy, @ForAll("texts") String value) {
        byte[] input = value.getBytes(StandardCharsets.UTF_8);

        Strategies.discover()
                .get(strategy)
                .mask(context(KEY, "test", false, Map.of()))
                .mask(input);

        assertThat(input).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 20)
    void oneMaskServesManyThreads(@ForAll("hashing") String strategy) {
        ColumnMask mask = Strategies.discover().get(strategy).mask(context(KEY, "test", false, Map.of()));
        List<String> alone =
                IntStream.range(0, 2_000).mapToObj(i -> masked(mask, i)).toList();

        List<String> together = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> masked(mask, i))
                .toList();

        assertThat(together).isEqualTo(alone);
    }

    private static String masked(ColumnMask mask, int i) {
        return new String(mask.mask(("v" + i).getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
