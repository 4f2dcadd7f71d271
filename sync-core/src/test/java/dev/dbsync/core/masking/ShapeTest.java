package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void lettersAndDigitsAreToldApartAndNothingElseIsSaid() {
        assertThat(Shape.of("Anna Sch\u00e4fer")).isEqualTo("Aaaa Aaaaaaa");
        assertThat(Shape.of("ann@example.org")).isEqualTo("aaa@aaaaaaa.aaa");
        assertThat(Shape.of("+49 170 0012")).isEqualTo("+99 999 9999");
    }

    @Test
    void whatNobodyCouldReadOrPrintIsAQuestionMark() {
        assertThat(Shape.of("a\tb\u0000\ud83d\ude00\u0301")).isEqualTo("a?a???");
    }

    @Test
    void aLongTextIsCutAfterWholeCharacters() {
        assertThat(Shape.of("\ud83d\ude00".repeat(40))).isEqualTo("?".repeat(40));
        assertThat(Shape.of("x".repeat(41))).isEqualTo("a".repeat(40) + "\u2026");
        assertThat(Shape.of("")).isEmpty();
    }
}
