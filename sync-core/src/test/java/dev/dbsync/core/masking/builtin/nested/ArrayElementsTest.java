package dev.dbsync.core.masking.builtin.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayElementsTest {

    private static final MaskingKey KEY = MaskingKey.of("000102030405060708090a0b0c0d0e0f", "test");
    private static final Map<String, Object> QUOTES = Map.of("strategy", "redact", "with", "\"\\");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{} ~ {}",
                "{a} ~ {\"\\\"\\\\\"}",
                "{a,NULL,null,\"NULL\"} ~ {\"\\\"\\\\\",NULL,NULL,\"\\\"\\\\\"}",
                "{{a,b},{c,NULL}} ~ {{\"\\\"\\\\\",\"\\\"\\\\\"},{\"\\\"\\\\\",NULL}}",
                "[0:1]={a,b} ~ [0:1]={\"\\\"\\\\\",\"\\\"\\\\\"}",
                "[-1:0][2:2]={{a},{b}} ~ [-1:0][2:2]={{\"\\\"\\\\\"},{\"\\\"\\\\\"}}",
                "{\"a{},\\\"b\",\"\"} ~ {\"\\\"\\\\\",\"\\\"\\\\\"}"
            })
    void boundsDimensionsAndNullsStay(String array, String masked) {
        assertThat(mask("text[]", Map.of("of", QUOTES), array)).isEqualTo(masked);
    }

    @Test
    void elementsAreMaskedAsTheyAreAndNotAsTheyAreWritten() {
        Map<String, Object> keep = Map.of("of", Map.of("strategy", "partial", "last", 1));

        assertThat(mask("text[]", keep, "{\"a\\\"b\\\\\",ab}")).isEqualTo("{\"***\\\\\",\"*b\"}");
        assertThat(mask("text[]", Map.of("of", "hash"), "{x,\"x\",{x}}")).matches("\\{(\"[0-9a-f]{16}\"),\\1,\\{\\1}}");
    }

    @Test
    void elementsOfOtherTypesHaveStrategiesOfTheirOwn() {
        assertThat(mask("inet[]", Map.of("of", "ip"), "{10.0.0.1,10.0.0.2}"))
                .matches("\\{\"(?<net>[0-9]+\\.[0-9]+\\.[0-9]+)\\.[0-9]+\",\"\\k<net>\\.[0-9]+\"}");
        assertThat(mask("bigint[]", Map.of("of", "permute"), "{1,2}")).matches("\\{\"[0-9]+\",\"[0-9]+\"}");
        assertThat(mask("text[]", Map.of("of", "null"), "{a,b}")).isEqualTo("{NULL,NULL}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "{", "{a", "{\"a", "{a}}", "{a}x", "[0:1]", "x={a}", "{\"a\\", "}"})
    void whatIsNoArrayBecomesAnEmptyOne(String text) {
        assertThat(mask("text[]", Map.of("of", "hash"), text)).isEqualTo("{}");
    }

    @Test
    void aRuleThatWillNotDoIsRefused() {
        assertThatThrownBy(() -> mask("text[]", Map.of(), "{}")).hasMessageContaining("'of' is missing");
        assertThatThrownBy(() -> mask("inet[]", Map.of("of", "email"), "{}"))
                .hasMessage("the rule for 'of': the output of 'email' is no inet");
        assertThatThrownBy(() -> new ArrayElements()
                        .promise(MaskingContext.of("character varying[]", Map.of("of", "email"), KEY)
                                .withMaxLength(20)))
                .hasMessageContaining("up to 33 characters")
                .hasMessageContaining("room for 20");
    }

    private static String mask(String type, Map<String, Object> options, String array) {
        MaskingContext context = MaskingContext.of(type, options, KEY);
        ArrayElements strategy = new ArrayElements();
        strategy.promise(context);
        return new String(strategy.mask(context).mask(array.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
