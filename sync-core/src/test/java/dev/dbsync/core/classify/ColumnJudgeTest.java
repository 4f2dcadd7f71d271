package dev.dbsync.core.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.detection.Meaning;
import dev.dbsync.core.masking.TypeCategory;
import java.util.List;
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
        return new ColumnJudge(new ColumnJudge.Place("entry", List.of(), column), TypeCategory.TEXT, comment, profile)
                .judge();
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
    void aQuarterOfTelephoneNumbersIsEnoughWhereTheyCannotBeAnythingElse() {
        assertThat(judge("field_value", values(200, i -> i % 4 == 0 ? "+41 79 438 14 " + (10 + i % 90) : "vegan " + i))
                        .evidence())
                .isEqualTo("telephone numbers among its text");
        assertThat(judge("field_value", values(200, i -> i % 4 == 0 ? "0794381" + (100 + i) : "vegan " + i))
                        .isPersonal())
                .as("digits may be a number of anything")
                .isFalse();
    }

    private static Optional<Meaning> meaning(String table, String column, String... siblings) {
        return new ColumnJudge(
                        new ColumnJudge.Place(table, List.of(siblings), column),
                        TypeCategory.TEXT,
                        Optional.empty(),
                        new ColumnProfile())
                .judge()
                .meaning();
    }

    @Test
    void anEventHasADisplayNameAndIsNoPerson() {
        assertThat(meaning("event", "display_name", "id", "short_name", "display_name", "location"))
                .isEmpty();
        assertThat(meaning("extension_support", "display_name", "path", "name")).isEmpty();
        assertThat(meaning("users", "display_name", "id")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("entry", "display_name", "id")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("event_guest", "display_name", "id")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("event_order", "display_name", "email", "id")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("event", "first_name", "id")).contains(Meaning.PERSON_NAME);
    }

    @Test
    void namesOfPersonsAmongDisplayNamesOfEventsAreStillFound() {
        ColumnProfile names =
                values(50, i -> List.of("Anna", "Peter", "Maria").get(i % 3) + " Brandt" + "abc".charAt(i % 3));

        Judgement judgement = new ColumnJudge(
                        new ColumnJudge.Place("event", List.of(), "display_name"),
                        TypeCategory.TEXT,
                        Optional.empty(),
                        names)
                .judge();

        assertThat(judgement.meaning()).contains(Meaning.PERSON_NAME);
    }

    @Test
    void aStringIsNoStreet() {
        assertThat(meaning("entry", "date_str")).isEmpty();
        assertThat(meaning("entry", "created_str")).isEmpty();
        assertThat(meaning("entry", "birth_str")).contains(Meaning.BIRTH);
        assertThat(meaning("entry", "address_str")).contains(Meaning.ADDRESS);
        assertThat(meaning("entry", "str")).contains(Meaning.ADDRESS);
        assertThat(meaning("entry", "kunden_str")).contains(Meaning.ADDRESS);
        assertThat(meaning("entry", "liefer_str_nr")).contains(Meaning.ADDRESS);
    }

    @Test
    void documentsAreToldByWhatMostValuesAre() {
        assertThat(judge("x17", values(50, i -> "{\"person\": {\"name\": \"Orsolya\"}}"))
                        .meaning())
                .contains(Meaning.DOCUMENT);
        assertThat(judge("x17", values(50, i -> "[{\"firstName\": \"Orsolya\"}]"))
                        .meaning())
                .contains(Meaning.DOCUMENT);
        assertThat(judge("x17", values(50, i -> i % 5 > 1 ? "{\"email\": \"o" + i + "@example.com\"}" : "none so far"))
                        .meaning())
                .contains(Meaning.DOCUMENT);
        assertThat(judge("x17", values(50, i -> "[\"o" + i + "@example.com\"]")).meaning())
                .contains(Meaning.EMAIL_LIST);
        assertThat(judge("x17", values(50, i -> "[\"o" + i + "@example.com\", \"Orsolya\"]"))
                        .meaning())
                .contains(Meaning.DOCUMENT);
        assertThat(judge("x17", values(50, i -> "{\"email\": true, \"name\": \"blue " + i + "\"}"))
                        .meaning())
                .isEmpty();
        assertThat(judge("x17", values(50, i -> "{email o" + i + "@example.com}"))
                        .meaning())
                .contains(Meaning.FREE_TEXT);
    }

    /** Of a long value the sample holds the beginning. */
    @Test
    void aDocumentThatTheSampleHasCutIsOne() {
        String rest = ", \"text\": \"" + "x".repeat(Samples.LONGEST_VALUE);
        ColumnProfile cut =
                values(20, i -> ("{\"email\": \"o" + i + "@example.com\"" + rest).substring(0, Samples.LONGEST_VALUE));

        assertThat(judge("x17", cut).meaning()).contains(Meaning.DOCUMENT);
        assertThat(judge("x17", values(20, i -> "{\"email\": \"o" + i + "@example.com\""))
                        .meaning())
                .contains(Meaning.FREE_TEXT);
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

    /** {@code scrub} would leave them as they are: nothing in them is known. */
    @Test
    void idsOfPersonsAreReplacedAsAWhole() {
        assertThat(ofVolunteers("x17", values(50, i -> "vk" + i + "qz")).meaning())
                .contains(Meaning.PERSON_NUMBER);
        assertThat(ofVolunteers("x17", values(50, i -> "came for day " + i + " of it"))
                        .meaning())
                .contains(Meaning.FREE_TEXT);
        assertThat(judge("x17", values(50, i -> "vk" + i + "qz")).meaning()).isEmpty();
    }

    private static Judgement ofVolunteers(String column, ColumnProfile profile) {
        return new ColumnJudge(
                        new ColumnJudge.Place("volunteers", List.of(), column),
                        TypeCategory.TEXT,
                        Optional.empty(),
                        profile)
                .judge();
    }

    @Test
    void aDateIsNoTelephoneNumber() {
        assertThat(ofDate("mobile").meaning()).isEmpty();
        assertThat(ofDate("birth").meaning()).contains(Meaning.BIRTH);
    }

    private static Judgement ofDate(String column) {
        return new ColumnJudge(
                        new ColumnJudge.Place("entry", List.of(), column),
                        TypeCategory.DATE,
                        Optional.empty(),
                        new ColumnProfile())
                .judge();
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
