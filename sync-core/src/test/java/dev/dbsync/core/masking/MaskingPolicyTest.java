package dev.dbsync.core.masking;

import static dev.dbsync.core.masking.Catalogs.foreignKey;
import static dev.dbsync.core.masking.Catalogs.table;
import static dev.dbsync.core.masking.Catalogs.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.masking.ColumnRule.Why;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How rules find their columns: by name, across environments, schemas and foreign keys. */
class MaskingPolicyTest extends PolicyFixture {

    @Test
    void misspeltNamesAreAllReportedWithTheNearestOnesAndTheirLines() {
        Catalog catalog = Catalogs.of(table("users", 10, "email text", "bio text", "id bigint"));

        List<Problem> problems = refusal(
                catalog,
                "users: { emial: email, email: emial, bio: { strategy: redact, wiht: x } }, user: { id: keep }");

        assertThat(problems)
                .extracting(Problem::what)
                .containsExactlyInAnyOrder(
                        "The table users has no column 'emial' in any environment",
                        "There is no masking strategy 'emial' (rule for users.email)",
                        "The strategy 'redact' has no option 'wiht' (rule for users.bio)",
                        "There is no table 'user' in any environment");
        assertThat(problems)
                .extracting(Problem::remedy)
                .containsExactlyInAnyOrder(
                        "Did you mean 'email'?",
                        "Did you mean 'email'?",
                        "Did you mean 'with'?",
                        "Did you mean 'users'?");
        assertThat(problems).extracting(Problem::where).allMatch(where -> where.matches(".*sync.yaml:\\d+:\\d+"));
    }

    @Test
    void aRuleMayTravelAheadOfTheMigrationThatAddsItsColumn() throws IOException {
        others.add(Catalogs.of(table("users", 10, "id bigint", "email text"), table("audit", 10, "who text")));
        Catalog prod = Catalogs.of(table("users", 10, "id bigint"));

        assertThat(policy(prod, "users: { email: email }, audit: { who: hash }").rules())
                .isEmpty();
        assertThat(refusal(prod, "users: { emall: email }, audit: { who: hsh }"))
                .hasSize(2);
    }

    @Test
    void aPatternMayTravelAheadToo() throws IOException {
        others.add(Catalogs.of(table("users", 10, "id bigint", "email text")));
        Catalog prod = Catalogs.of(table("users", 10, "id bigint"));

        assertThat(policyOf(prod, "anonymize: { columns: { '*.email': email } }")
                        .rules())
                .isEmpty();
        assertThat(refusalOf(prod, "anonymize: { columns: { '*.emall': email } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).contains("sync.yaml:1:"));
        AnonymizeConfig config = config("anonymize: { columns: { '*.email': email } }");
        assertThat(MaskingScope.isMet(config, prod, "public")).isFalse();
        assertThat(MaskingScope.isMet(config, others.get(0), "public")).isTrue();
    }

    @Test
    void aRuleForAGeneratedColumnIsRefused() {
        assertThat(refusal(Catalogs.of(table("t", 10, "a text generated")), "t: { a: redact }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("t.a", "generated"));
    }

    @Test
    void aRuleThatTearsAForeignKeyIsRefused() {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "email text unique"), table("orders", 10, "email text")),
                foreignKey("orders.email", "users.email"));

        assertThat(refusal(catalog, "users: { email: email }, orders: { email: hash }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("orders.email", "users.email"));
        assertThat(refusal(catalog, "users: { email: email }, orders: { email: keep }"))
                .hasSize(1);
    }

    @Test
    void aMaskOnAReferenceToAKeptKeyIsRefusedButNullIsNot() throws IOException {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "id bigint unique"), table("orders", 10, "user_id bigint")),
                foreignKey("orders.user_id", "users.id"));

        assertThat(refusal(catalog, "orders: { user_id: { strategy: constant, value: 1 } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("tear"));
        assertThat(policy(catalog, "orders: { user_id: null }").masks(name("orders")))
                .containsOnlyKeys("user_id");
        assertThat(policy(catalog, "orders: { user_id: keep }").masks(name("orders")))
                .isEmpty();
    }

    @Test
    void aReferencingColumnNeedsNoRuleOfItsOwn() throws IOException {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "ssn bigint unique"), table("orders", 10, "ssn bigint")),
                foreignKey("orders.ssn", "users.ssn"));

        assertThat(refusal(catalog, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo("users.ssn"));
        assertThat(policy(catalog, "users: { ssn: keep }").kept())
                .contains(new ColumnRule(name("orders"), "ssn", "keep", Why.INHERITED));
    }

    @Test
    void aRuleThatDoesNotFitAnInheritingColumnIsRefused() {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "email text unique"), table("orders", 10, "email varchar(30)")),
                foreignKey("orders.email", "users.email"));

        assertThat(refusal(catalog, "users: { email: email }")).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("orders.email", "33 characters");
            assertThat(problem.remedy()).contains("for users.email");
        });
    }

    @Test
    void tablesMayBeNamedWithTheirSchemaAndRulesOfBothNamesCount() throws IOException {
        Catalog catalog = Catalogs.of(table("t", 10, "a text", "b text"));

        assertThat(policy(catalog, "t: { a: redact }, public.t: { b: hash }").masks(name("t")))
                .containsOnlyKeys("a", "b");
        assertThat(refusal(catalog, "t: { a: redact, b: hash }, public.t: { b: name }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("two rules"));
    }

    @Test
    void tablesThatAreNotSelectedAreNotJudged() throws IOException {
        Catalog catalog = Catalogs.of(table("t", 10, "a text"), table("other", 10, "b text"));

        MaskingPolicy policy = policyOf(
                catalog,
                "anonymize: { tables: { t: { a: hash } } }",
                List.of(catalog.tables().get(0)));

        assertThat(policy.masks(name("t"))).containsOnlyKeys("a");
        assertThatThrownBy(() -> policy.masks(name("other"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noRefusalEverHoldsTheKey() {
        RefusedException refusal = catchThrowableOfType(
                RefusedException.class, () -> policy(Catalogs.of(table("t", 10, "a text unique")), "t: { a: redact }"));

        assertThat(refusal.getMessage()).doesNotContain("000102030405");
    }

    @Test
    void theFingerprintIsTheKeys() throws IOException {
        assertThat(policy(Catalogs.of(table("t", 10, "id bigint")), "").keyFingerprint())
                .isEqualTo(Masks.KEY.fingerprint());
    }
}
