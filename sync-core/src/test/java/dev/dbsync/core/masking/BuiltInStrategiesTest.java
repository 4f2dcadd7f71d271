package dev.dbsync.core.masking;

import static dev.dbsync.core.masking.Masks.KEY;
import static dev.dbsync.core.masking.Masks.context;
import static dev.dbsync.core.masking.Masks.mask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInStrategiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "email ~ user_[0-9a-f]{16}@example\\.com",
                "phone ~ \\+1-555-[0-9]{4}",
                "name ~ User [0-9A-F]{4}",
                "redact ~ \\[REDACTED\\]",
                "hash ~ [0-9a-f]{16}",
            })
    void everyStrategyGivesExactlyItsForm(String strategy, String form) {
        List<String> values = List.of("", " ", "Ann", "ann@corp.test", "Ünïcödé \uD83D\uDE00", "\\N", "a\tb\nc", "'\"");

        assertThat(values).allSatisfy(value -> assertThat(mask(strategy, value)).matches(form));
    }

    /** From the first release on: whoever changes these changes every masked database in the world. */
    @ParameterizedTest
    @CsvSource({
        "email, user_789021be3f89113d@example.com",
        "phone, +1-555-2470",
        "name, User C04B",
        "hash, c04b78abddbd1a8d"
    })
    void theSameKeyGivesTheSameOutputInEveryVersion(String strategy, String output) {
        assertThat(mask(strategy, "Ann@Corp.test")).isEqualTo(output);
    }

    @Test
    void nullGivesNullAndKeepGivesTheValue() {
        assertThat(mask("null", "Ann")).isNull();
        assertThat(mask("keep", "Ann")).isEqualTo("Ann");
    }

    @Test
    void textsOfOptionsAreWrittenAsTheyAre() {
        assertThat(mask("redact", Map.of("with", "[gelöscht]"), "Ann")).isEqualTo("[gelöscht]");
        assertThat(mask("redact", Map.of("with", ""), "Ann")).isEmpty();
        assertThat(mask("constant", Map.of("value", "{}"), "Ann")).isEqualTo("{}");
        assertThat(mask("constant", Map.of("value", 42), "Ann")).isEqualTo("42");
        assertThat(mask("constant", Map.of("value", true), "Ann")).isEqualTo("true");
    }

    @Test
    void digitsWidenTheOutput() {
        assertThat(mask("phone", Map.of("digits", 30), "1")).matches("\\+1-555-[0-9]{30}");
        assertThat(mask("hash", Map.of("digits", 64), "1")).matches("[0-9a-f]{64}");
        assertThat(mask("email", Map.of("digits", 24), "1")).matches("user_[0-9a-f]{24}@example\\.com");
        assertThat(mask("name", Map.of("digits", 7), "1")).matches("User [0-9A-F]{7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "phone", "name", "hash"})
    void digitsThatWillNotDoAreRefusedWithWhatIsValid(String strategy) {
        for (Object digits : List.of(0, -1, 65, 4.5, "many", true)) {
            assertThatThrownBy(() -> promise(strategy, Map.of("digits", digits)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'digits' must be a whole number from");
        }
    }

    @Test
    void aConstantNeedsItsValue() {
        assertThatThrownBy(() -> promise("constant", Map.of())).hasMessageContaining("'value' is missing");
    }

    @Test
    void namesAreWiderWhereTheyMustBeUnique() {
        assertThat(mask("name", context(KEY, "test", true, Map.of()), "Ann")).matches("User [0-9A-F]{16}");
        MaskingContext narrow =
                new MaskingContext(TypeCategory.TEXT, Optional.of(15), true, RuleOptions.none(), KEY.inDomain("test"));
        assertThat(mask("name", narrow, "Ann")).matches("User [0-9A-F]{10}");
    }

    @Test
    void addressesThatDifferInCaseAreOnePerson() {
        assertThat(mask("email", "ANN@Corp.Test")).isEqualTo(mask("email", "ann@corp.test"));
        assertThat(mask("hash", "ANN@Corp.Test")).isNotEqualTo(mask("hash", "ann@corp.test"));
    }

    @Test
    void phoneDigitsAreEvenlySpread() {
        int[] seen = new int[10];
        IntStream.range(0, 1_000)
                .forEach(i -> mask("phone", Map.of("digits", 26), "n" + i)
                        .substring(7)
                        .chars()
                        .forEach(digit -> seen[digit - '0']++));

        // 26,000 digits: a fair count strays from 2,600 by a standard deviation of 48.
        assertThat(Arrays.stream(seen).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(2_300, 2_900));
    }

    @Test
    void promisesSayHowManyOutputsThereAre() {
        assertThat(promise("email", Map.of()).outputs()).isEqualTo(Math.pow(2, 64));
        assertThat(promise("phone", Map.of()).outputs()).isEqualTo(10_000);
        assertThat(promise("name", Map.of()).outputs()).isEqualTo(65_536);
        assertThat(promise("redact", Map.of()).outputs()).isEqualTo(1);
        assertThat(promise("keep", Map.of()).keepsInput()).isTrue();
        assertThat(promise("null", Map.of()).mayBeNull()).isTrue();
    }

    @Test
    void onlyTextTakesTextualMasks() {
        for (TypeCategory type : TypeCategory.values()) {
            for (String textual : List.of("email", "phone", "name", "redact", "hash")) {
                assertThat(Strategies.discover().get(textual).fits(type)).isEqualTo(type == TypeCategory.TEXT);
            }
            for (String other : List.of("null", "constant", "keep")) {
                assertThat(Strategies.discover().get(other).fits(type)).isTrue();
            }
        }
    }

    @Test
    void twoStrategiesOfOneNameAreRefused() {
        MaskingStrategy hash = Strategies.discover().get("hash");

        assertThatThrownBy(() -> Strategies.of(List.of(hash, hash)))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Two masking strategies are called 'hash'");
    }

    @Test
    void aMaskDoesNotHandOutWhatItKeeps() {
        ColumnMask mask = Strategies.discover().get("redact").mask(context(KEY, "test", false, Map.of()));
        byte[] value = "Ann".getBytes(StandardCharsets.UTF_8);

        mask.mask(value)[0] = 'X';

        assertThat(mask.mask(value)).asString(StandardCharsets.UTF_8).isEqualTo("[REDACTED]");
    }

    private static OutputPromise promise(String strategy, Map<String, Object> options) {
        return Strategies.discover().get(strategy).promise(context(KEY, "test", false, options));
    }
}
