package dev.dbsync.core.masking;

import static dev.dbsync.core.masking.Catalogs.table;
import static dev.dbsync.core.masking.Catalogs.withKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.problem.Problem;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mask that its column cannot hold, or that could collide where values are unique, is refused by the plan. */
class MaskFitTest extends PolicyFixture {

    private static final int A_MILLION = 1_000_000;

    @Test
    void optionsThatWillNotDoAreRefused() {
        assertThat(refusal(
                        Catalogs.of(table("t", 10, "a text", "b text")),
                        "t: { a: { strategy: hash, digits: 100 }, b: constant }"))
                .extracting(Problem::what)
                .containsExactly(
                        "The rule for t.a will not do: 'digits' must be a whole number from 2 to 64",
                        "The rule for t.b will not do: 'value' is missing (for NULL there is the strategy 'null')");
    }

    @ParameterizedTest
    @CsvSource({
        "bigint, redact",
        "date, hash",
        "jsonb, redact",
        "text[], name",
        "an_enum, email",
        "inet, phone",
        "uuid, hash"
    })
    void aTextualMaskOnAnotherTypeIsRefusedWithWhatFits(String type, String strategy) {
        assertThat(refusal(Catalogs.of(table("t", 10, "c " + type)), "t: { c: " + strategy + " }"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).contains("'" + strategy + "' cannot mask t.c", "is no " + type);
                    assertThat(problem.remedy()).contains("null", "keep");
                });
    }

    @ParameterizedTest
    @CsvSource({"email, 33", "phone, 11", "name, 9", "redact, 10", "hash, 16"})
    void anOutputThatIsTooLongIsRefusedToTheCharacter(String strategy, int length) throws IOException {
        String rules = "t: { c: " + strategy + " }";

        assertThat(policy(Catalogs.of(table("t", 10, "c varchar(" + length + ")")), rules)
                        .masks(name("t")))
                .containsOnlyKeys("c");
        assertThat(refusal(Catalogs.of(table("t", 10, "c varchar(" + (length - 1) + ")")), rules))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.what()).contains(length + " characters", "(" + (length - 1) + ")"));
    }

    @Test
    void lengthsCountCharactersAndNotBytes() throws IOException {
        String rules = "t: { c: { strategy: redact, with: 'äöü😀' } }";

        assertThat(policy(Catalogs.of(table("t", 10, "c varchar(4)")), rules).masks(name("t")))
                .containsOnlyKeys("c");
        assertThat(refusal(Catalogs.of(table("t", 10, "c varchar(3)")), rules)).hasSize(1);
    }

    @Test
    void nullOnAColumnThatIsNotNullIsRefused() {
        assertThat(refusal(Catalogs.of(table("t", 10, "c text not null")), "t: { c: null }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("NOT NULL"));
    }

    @ParameterizedTest
    @CsvSource({
        "redact, 2, false", "phone, 2, false", "email, 6000000, true", "email, 7000000, false",
        "hash, 6000000, true", "hash, 7000000, false", "name, 1000000, true", "keep, 900000000, true",
        "null, 900000000, true", "redact, 1, true"
    })
    void onAUniqueColumnTheChanceOfACollisionDecides(String strategy, long rows, boolean passes) throws IOException {
        Catalog catalog = Catalogs.of(table("t", rows, "c text unique"));
        String rules = "t: { c: " + strategy + " }";

        if (passes) {
            assertThat(policy(catalog, rules)).isNotNull();
        } else {
            assertThat(refusal(catalog, rules)).singleElement().satisfies(problem -> {
                assertThat(problem.what()).contains("t.c", "t_c_key");
                assertThat(problem.where()).contains("sync.yaml:");
            });
        }
    }

    @Test
    void theRefusalNamesWhatWouldDoAndItDoes() throws IOException {
        Catalog catalog = Catalogs.of(table("t", 50L * A_MILLION, "c text not null unique"));

        Problem problem = refusal(catalog, "t: { c: email }").get(0);

        assertThat(problem.what()).contains("50,000,000 rows");
        assertThat(problem.remedy()).contains("{ strategy: email, digits: 20 }");
        assertThat(policy(catalog, "t: { c: { strategy: email, digits: 20 } }").rules())
                .hasSize(1);
    }

    @Test
    void aCompositeKeyIsHarmlessWhereItsOtherColumnsAreAKeyThemselves() throws IOException {
        Catalog catalog = Catalogs.of(withKey(table("t", A_MILLION, "id bigint not null unique", "c text"), "id", "c"));

        assertThat(policy(catalog, "t: { c: redact }").masks(name("t"))).containsOnlyKeys("c");
    }

    @Test
    void aCompositeKeyOfMaskedColumnsAloneIsJudgedByItsWeakest() {
        Catalog catalog = Catalogs.of(withKey(table("t", 1_000, "a text", "b text"), "a", "b"));

        assertThat(refusal(catalog, "t: { a: hash, b: phone }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("'phone' cannot mask t.b"));
    }
}
