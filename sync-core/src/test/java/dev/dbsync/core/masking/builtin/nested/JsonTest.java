package dev.dbsync.core.masking.builtin.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static final MaskingKey KEY = MaskingKey.of("000102030405060708090a0b0c0d0e0f", "test");

    @Test
    void pathsAreMaskedByTheirRulesAndTheRestIsRedacted() {
        String masked = mask(
                Map.of("paths", Map.of("$.email", "email", "$.items[*].phone", "phone", "$..token", "redact")), """
                {"email": "ann@corp.test", "name": "Ann", "age": 42, "ok": true, "none": null,
                 "items": [{"phone": "123", "sku": "X", "price": 12.50}, {"phone": "123"}],
                 "deep": {"er": [{"token": "s3cret"}]}}""");

        assertThat(masked)
                .matches(
                        "\\{\"email\":\"user_[0-9a-f]{16}@example\\.com\",\"name\":\"\\[REDACTED]\",\"age\":0,\"ok\":true,"
                                + "\"none\":null,\"items\":\\[\\{\"phone\":\"(\\+1-555-[0-9]{4})\",\"sku\":\"\\[REDACTED]\",\"price\":0},"
                                + "\\{\"phone\":\"\\1\"}],\"deep\":\\{\"er\":\\[\\{\"token\":\"\\[REDACTED]\"}]}}");
    }

    @Test
    void whatStaysKeepsItsOrderItsRepetitionsAndEveryDigit() {
        String document =
                "{\"b\":1.10e+400,\"a\":\"x/\\u00e4\",\"b\":-0.0,\"c\":[true,false,null,123456789012345678901234567890]}";

        assertThat(mask(Map.of("paths", Map.of("$.none", "email"), "rest", "keep"), document))
                .isEqualTo(
                        "{\"b\":1.10e+400,\"a\":\"x/\u00E4\",\"b\":-0.0,\"c\":[true,false,null,123456789012345678901234567890]}");
        assertThat(mask(Map.of("rest", "redact-strings"), document))
                .isEqualTo(
                        "{\"b\":1.10e+400,\"a\":\"[REDACTED]\",\"b\":-0.0,\"c\":[true,false,null,123456789012345678901234567890]}");
        assertThat(mask(Map.of("paths", Map.of("$.none", "email"), "rest", "keep"), "\"half \\ud800\""))
                .isEqualTo("\"\\u0068\\u0061\\u006c\\u0066\\u0020\\ud800\"");
    }

    /** What is proposed for columns of such lists. */
    @Test
    void eachAddressOfAListIsMasked() {
        Map<String, Object> options = Map.of("paths", Map.of("$[*]", "email"));

        assertThat(mask(options, "[\"ann@corp.test\", \"Ann <ann@corp.test>\", {\"a\": \"ann@corp.test\"}]"))
                .matches("\\[(\"user_[0-9a-f]{16}@example\\.com\"),\"user_[0-9a-f]{16}@example\\.com\",\\{\"a\":\\1}]");
        assertThat(mask(options, "ann@corp.test, bob@corp.test")).isEqualTo("\"[REDACTED]\"");
        assertThat(mask(options, "[]")).isEqualTo("[]");
    }

    @Test
    void aPathNamesAllThatIsBelowIt() {
        assertThat(mask(
                        Map.of("paths", Map.of("$.user", "redact", "$.user.id", "keep"), "rest", "keep"),
                        "{\"user\":{\"id\":7,\"name\":\"Ann\",\"more\":[[\"a\",5,true]]},\"x\":\"y\"}"))
                .isEqualTo(
                        "{\"user\":{\"id\":7,\"name\":\"[REDACTED]\",\"more\":[[\"[REDACTED]\",\"[REDACTED]\",\"[REDACTED]\"]]},\"x\":\"y\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "$ ~ {\"a\":{\"b\":[1,2]}} ~ {\"a\":{\"b\":[\"*\",\"*\"]}}",
                "$.a ~ {\"a\":1,\"b\":1} ~ {\"a\":\"*\",\"b\":1}",
                "$['a.b'] ~ {\"a.b\":1,\"a\":{\"b\":1}} ~ {\"a.b\":\"*\",\"a\":{\"b\":1}}",
                "$[1] ~ [1,1,1] ~ [1,\"*\",1]",
                "$[*].a ~ [{\"a\":1},{\"b\":1}] ~ [{\"a\":\"*\"},{\"b\":1}]",
                "$[*] ~ {\"a\":1} ~ {\"a\":1}",
                "$.* ~ {\"a\":1,\"b\":[1]} ~ {\"a\":\"*\",\"b\":[\"*\"]}",
                "$.*.a ~ {\"x\":{\"a\":1},\"a\":1} ~ {\"x\":{\"a\":\"*\"},\"a\":1}",
                "$..a ~ {\"a\":1,\"b\":[{\"a\":[1]},{\"c\":1}]} ~ {\"a\":\"*\",\"b\":[{\"a\":[\"*\"]},{\"c\":1}]}",
                "$..a.b ~ {\"a\":{\"a\":{\"b\":1},\"b\":1},\"b\":1} ~ {\"a\":{\"a\":{\"b\":\"*\"},\"b\":\"*\"},\"b\":1}",
                "$..[0] ~ [[1,1],{\"a\":[1,1]}] ~ [[\"*\",\"*\"],{\"a\":[\"*\",1]}]",
                "$.0 ~ [1] ~ [1]"
            })
    void pathsMeanWhatTheyDoElsewhere(String path, String document, String masked) {
        Map<String, Object> star = Map.of("strategy", "redact", "with", "*");

        assertThat(mask(Map.of("paths", Map.of(path, star), "rest", "keep"), document))
                .isEqualTo(masked);
    }

    @Test
    void theMostSpecificPathDecides() {
        Map<String, Object> rules = new HashMap<>();
        rules.put("$..email", null);
        rules.put("$.a.email", "keep");
        rules.put("$.*.email", "redact");

        assertThat(
                        mask(
                                Map.of("paths", rules),
                                "{\"email\":\"x\",\"a\":{\"email\":\"x\"},\"b\":{\"email\":\"x\"},\"c\":{\"d\":{\"email\":\"x\"}}}"))
                .isEqualTo(
                        "{\"email\":null,\"a\":{\"email\":\"x\"},\"b\":{\"email\":\"[REDACTED]\"},\"c\":{\"d\":{\"email\":null}}}");
    }

    @Test
    void numbersStayNumbersUnderAStrategyForNumbers() {
        String masked = mask(
                Map.of("paths", Map.of("$.pay", "noise", "$.id", "permute", "$.x", "noise")),
                "{\"pay\":1000.00,\"id\":5,\"x\":\"a text\"}");

        assertThat(masked).matches("\\{\"pay\":[0-9]{3,4}\\.[0-9]{2},\"id\":[0-9]+,\"x\":\"\\[REDACTED]\"}");
        assertThat(masked).doesNotContain("1000.00");
    }

    @Test
    void namesOfMembersThatADetectorKnowsDoNotStay() {
        String masked = mask(Map.of(), "{\"ann@corp.test\":{\"visits\":\"x\"},\"plain\":\"x\"}");

        assertThat(masked).matches("\\{\"[0-9a-f]{16}\":\\{\"visits\":\"\\[REDACTED]\"},\"plain\":\"\\[REDACTED]\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1} x", "[1,]", "ann@corp.test", "{\"a\":1}{\"b\":2}", "{'a':1}", "01"})
    void whatIsNoJsonIsRedactedAsAWhole(String text) {
        assertThat(mask(Map.of("paths", Map.of("$.a", "email"), "rest", "keep"), text))
                .isEqualTo("\"[REDACTED]\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "email ~ is no path",
                "$. ~ is no path",
                "$a ~ is no path",
                "$[x] ~ is no path",
                "$['a ~ is no path",
                "$.a[ ~ is no path"
            })
    void aWrongPathIsRefusedWithWhatOneLooksLike(String path, String message) {
        assertThatThrownBy(() -> mask(Map.of("paths", Map.of(path, "email")), "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("$.items[*].phone");
    }

    @Test
    void aWrongRuleIsRefusedByItsPath() {
        assertThatThrownBy(() -> mask(Map.of("paths", Map.of("$.a", "emial")), "{}"))
                .hasMessageContaining("'paths.$.a'")
                .hasMessageContaining("Did you mean 'email'?");
        assertThatThrownBy(() -> mask(Map.of("rest", "keep"), "{}")).hasMessageContaining("no path is masked");
        assertThatThrownBy(() -> mask(Map.of("rest", "all"), "{}"))
                .hasMessage("'rest' must be one of keep, redact, redact-strings");
    }

    private static String mask(Map<String, Object> options, String document) {
        MaskingContext context = MaskingContext.of("jsonb", options, KEY);
        Json json = new Json();
        json.promise(context);
        ColumnMask mask = json.mask(context);
        return new String(mask.mask(document.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
