package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleOptionsTest {

    private final RuleOptions options = new RuleOptions(Map.of(
            "whole",
            7,
            "long",
            5_000_000_000L,
            "huge",
            new BigInteger("123456789012345678901234567890"),
            "decimal",
            2.5,
            "flag",
            true,
            "word",
            "digits",
            "map",
            Map.of("$.email", "email"),
            "list",
            List.of("a", 1)));

    @Test
    void valuesComeAsWhatTheyAre() {
        assertThat(options.integer("whole", 0, 0, 9)).isEqualTo(7);
        assertThat(options.integer("long", 0L, 0L, Long.MAX_VALUE)).isEqualTo(5_000_000_000L);
        assertThat(options.decimal("decimal", null, BigDecimal.ZERO, BigDecimal.TEN))
                .isEqualByComparingTo("2.5");
        assertThat(options.decimal("whole", null, BigDecimal.ZERO, BigDecimal.TEN))
                .isEqualByComparingTo("7");
        assertThat(options.bool("flag", false)).isTrue();
        assertThat(options.word("word", "alnum", Set.of("alnum", "digits"))).isEqualTo("digits");
        assertThat(options.map("map")).isEqualTo(Map.of("$.email", "email"));
        assertThat(options.list("list")).isEqualTo(List.of("a", 1));
        assertThat(options.list("word")).as("one value is a list of it").isEqualTo(List.of("digits"));
        assertThat(options.any("map")).isEqualTo(Map.of("$.email", "email"));
    }

    @Test
    void whatIsMissingIsAsTheAskerSays() {
        assertThat(options.bool("none", true)).isTrue();
        assertThat(options.word("none", null, Set.of("a"))).isNull();
        assertThat(options.map("none")).isEmpty();
        assertThat(options.list("none")).isEmpty();
        assertThat(options.decimal("none", BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.TEN))
                .isEqualTo(BigDecimal.ONE);
    }

    @Test
    void aWrongKindIsRefusedWithWhatIsValid() {
        refused(() -> options.text("map", ""), "'map' must be a single value");
        refused(() -> options.text("list", ""), "'list' must be a single value");
        refused(() -> options.bool("word", false), "'word' must be true or false");
        refused(() -> options.word("word", "a", Set.of("b", "a")), "'word' must be one of a, b");
        refused(() -> options.map("list"), "'list' must be a map");
        refused(() -> options.list("map"), "'map' must be a list");
        refused(
                () -> options.decimal("decimal", null, BigDecimal.ZERO, BigDecimal.ONE),
                "'decimal' must be a number from 0 to 1");
        refused(() -> options.integer("decimal", 0, 0, 9), "'decimal' must be a whole number from 0 to 9");
        refused(() -> options.integer("huge", 0L, 0L, 9L), "'huge' must be a whole number from 0 to 9");
    }

    private static void refused(Runnable asking, String message) {
        assertThatThrownBy(asking::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
