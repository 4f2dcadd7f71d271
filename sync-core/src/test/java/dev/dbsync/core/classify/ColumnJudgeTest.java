package dev.dbsync.core.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.detection.Meaning;
import dev.dbsync.core.masking.TypeCategory;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnJudgeTest {

    private static ColumnProfile values(int count, IntFunction<String> value) {
        ColumnProfile profile = new ColumnProfile();
        IntStream.range(0, count).mapToObj(value).forEach(profile::add);
        return profile;
    }

    private static Judgement judge(String column, Optional<String> comment, ColumnProfile profile) {
        return new ColumnJudge("entry", column, TypeCategory.TEXT, comment, profile).judge();
    }

    private static Judgement judge(String column, ColumnProfile profile) {
        return judge(column, Optional.empty(), profile);
    }

    /** As sequences make them: many are numbers that somebody might have. */
    @ParameterizedTest
    @ValueSource(longs = {40_000_000L, 123_456_000L, 2_125_550_000L, 30_000_000_000L})
    void consecutiveNumbersAreNobodys(long first) {
        assertThat(judge("reference", values(200, i -> "" + (first + i))).meaning())
                .isEmpty();
    }

    @Test
    void valuesCountMoreThanTheName() {
        assertThat(judge("misc", values(50, i -> "anna" + i + "@example.com")).meaning())
                .contains(Meaning.EMAIL);
        assertThat(judge("email", values(50, i -> "template " + i)).meaning()).isEmpty();
        assertThat(judge("product_code", values(50, i -> "anna" + i + "@example.com"))
                        .meaning())
                .contains(Meaning.EMAIL);
    }

    @Test
    void withoutValuesTheNameIsAllThereIs() {
        assertThat(judge("numeroTelephone", new ColumnProfile()).meaning()).contains(Meaning.PHONE);
        assertThat(judge("kundenname", new ColumnProfile()).meaning()).contains(Meaning.PERSON_NAME);
        assertThat(judge("phone_model", new ColumnProfile()).meaning()).isEmpty();
        assertThat(judge("x17", new ColumnProfile()).evidence()).isEqualTo("no value to look at");
    }

    @Test
    void aCommentSpeaksWhereTheNameDoesNot() {
        assertThat(judge("x17", Optional.of("E-mail of the customer"), new ColumnProfile())
                        .meaning())
                .contains(Meaning.EMAIL);
        assertThat(judge("x17", Optional.of("Holds personal data"), new ColumnProfile())
                        .meaning())
                .isPresent();
        assertThat(judge("x17", Optional.of("No personal data"), new ColumnProfile())
                        .meaning())
                .isEmpty();
    }

    @Test
    void fewOfManyTextsAreEnoughToScrubThem() {
        ColumnProfile notes =
                values(200, i -> i % 20 == 0 ? "please call +49 171 12345" + i + " soon" : "all as agreed on");

        assertThat(judge("x17", notes).meaning()).contains(Meaning.FREE_TEXT);
    }

    /** Evidence goes into files and reports. */
    @Test
    void evidenceHoldsNoValue() {
        Judgement judgement = judge("misc", values(50, i -> "anna" + i + "@example.com"));

        assertThat(judgement.evidence() + judgement.counted()).doesNotContain("anna", "@", "example");
        assertThat(judgement.counted()).contains("50 of 50 sampled");
        assertThat(judgement.evidence()).doesNotContainPattern("[0-9]");
    }
}
