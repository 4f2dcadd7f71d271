package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that stand inside of another rule. */
class NestedRulesTest {

    private final NestedRules nested =
            MaskingContext.of("jsonb", Map.of(), Masks.KEY).nested();

    @Test
    void aRuleIsANameOrAMapWithOneOrNull() {
        assertThat(masked(nested.of("$.a", "email", "text"))).matches("user_[0-9a-f]{16}@example\\.com");
        assertThat(masked(nested.of("$.a", Map.of("strategy", "hash", "digits", 4), "text")))
                .matches("[0-9a-f]{4}");
        assertThat(masked(nested.of("$.a", null, "text"))).isNull();
        Map<String, Object> bareNull = new HashMap<>();
        bareNull.put("strategy", null);
        assertThat(masked(nested.of("$.a", bareNull, "text"))).isNull();
        assertThat(nested.of("$.a", "hash", "text").promise().outputs()).isEqualTo(Math.pow(16, 16));
    }

    @Test
    void eachPathIsADomainOfItsOwn() {
        String atA = masked(nested.of("$.a", "hash", "text"));

        assertThat(masked(nested.of("$.b", "hash", "text"))).isNotEqualTo(atA);
        assertThat(masked(nested.of("$.a", "hash", "text"))).isEqualTo(atA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "emial ~ text ~ There is no masking strategy 'emial' (rule for '$.a'). Did you mean 'email'?",
                "email ~ inet ~ the rule for '$.a': the output of 'email' is no inet",
            })
    void aWrongRuleIsNamedByItsPath(String strategy, String type, String message) {
        assertThatThrownBy(() -> nested.of("$.a", strategy, type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void wrongOptionsAreNamedByTheirPath() {
        assertThatThrownBy(() -> nested.of("$.a", Map.of("strategy", "hash", "digits", 100), "text"))
                .hasMessage("the rule for '$.a': 'digits' must be a whole number from 2 to 64");
        assertThatThrownBy(() -> nested.of("$.a", Map.of("strategy", "hash", "digit", 10), "text"))
                .hasMessage("The strategy 'hash' has no option 'digit' (rule for '$.a'). Did you mean 'digits'?");
        for (Object noRule : new Object[] {5, Map.of("with", "x"), List.of("email")}) {
            assertThatThrownBy(() -> nested.of("$.a", noRule, "text"))
                    .hasMessageContaining("'$.a' must be the name of a strategy");
        }
    }

    private static String masked(NestedRule rule) {
        byte[] masked = rule.mask().mask("Ann@corp.test".getBytes(StandardCharsets.UTF_8));
        return masked == null ? null : new String(masked, StandardCharsets.UTF_8);
    }
}
