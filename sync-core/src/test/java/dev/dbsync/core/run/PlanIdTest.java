package dev.dbsync.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanIdTest {

    @Test
    void equalPartsMakeEqualIds() {
        assertThat(id("a", "b")).isEqualTo(id("a", "b"));
        assertThat(id("a", "b").value()).matches("[0-9a-f]{16}");
    }

    @Test
    void theIdIsTheStartOfASha256OverThePartsBehindTheirLengths() {
        assertThat(id("a", "b").value()).isEqualTo("0137cb49398aa7ee");
    }

    @Test
    void anyDifferenceMakesAnotherId() {
        assertThat(id("a", "b"))
                .isNotEqualTo(id("a", "c"))
                .isNotEqualTo(id("ab", ""))
                .isNotEqualTo(id("", "ab"))
                .isNotEqualTo(
                        PlanId.of("pull-prod").part("x", "a").part("y", "b").build());
    }

    @Test
    void anAbsentPartIsNotAnEmptyOne() {
        assertThat(id("a", null)).isNotEqualTo(id("a", ""));
    }

    private static PlanId id(String first, String second) {
        return PlanId.of("promote").part("x", first).part("y", second).build();
    }
}
