package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One person stays one person inside of JSON and arrays, too: rules that stand there may name a domain. */
class NestedDomainRulesTest extends PolicyDatabaseFixture {

    private static final String MAILS = "users: { email: { strategy: email, domain: mail }, name: keep }, ";

    @BeforeEach
    void tables() {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, email varchar(80) UNIQUE, name varchar(30) UNIQUE)",
                "CREATE TABLE audit (change jsonb, mails varchar(60)[], ids smallint[], more jsonb)");
    }

    private static String audit(String change) {
        return "audit: { change: { strategy: json, paths: { " + change + " } }, mails: keep, ids: keep, more: keep }";
    }

    private static String inJson(MaskingPolicy policy, String column, String value) {
        return masked(policy, "audit", column, "{\"a\":\"" + value + "\"}").replaceAll("^\\{\"a\":\"|\"}$", "");
    }

    @Test
    void whatStandsAtAPathHasTheMaskOfTheColumnThatItsRuleNames() throws Exception {
        String plain = masked(
                policy("users: { email: email, name: keep }, " + audit("$.a: email")),
                "users",
                "email",
                "Ann@corp.test");

        MaskingPolicy policy = policy("users: { email: email, name: keep }, "
                + audit("$.a: { strategy: email, domain: users.email }, $.b: email"));

        assertThat(masked(policy, "users", "email", "Ann@corp.test"))
                .as("the column's own masks stay as they were")
                .isEqualTo(plain);
        assertThat(inJson(policy, "change", " ann@CORP.test")).isEqualTo(plain);
        assertThat(masked(policy, "audit", "change", "{\"b\":\"ann@corp.test\"}"))
                .as("what names no domain is one of its own")
                .isEqualTo(masked(
                        policy("users: { email: keep, name: keep }, " + audit("$.b: email")),
                        "audit",
                        "change",
                        "{\"b\":\"ann@corp.test\"}"))
                .doesNotContain(plain);
        assertThat(policy.rules()).anySatisfy(rule -> {
            assertThat(rule.column()).isEqualTo("email");
            assertThat(rule.domain()).contains("public.users.email");
        });
    }

    @Test
    void columnsPathsAndElementsShareADomainByItsName() throws Exception {
        MaskingPolicy policy = policy(MAILS
                + "audit: { ids: keep, change: { strategy: json, paths: { $.a: { strategy: email, domain: mail } } },"
                + " mails: { strategy: array, of: { strategy: email, domain: mail } },"
                + " more: { strategy: json, paths: { $.a: { strategy: email, domain: mail } } } }");

        String mask = masked(policy, "users", "email", "ann@corp.test");
        assertThat(inJson(policy, "change", "Ann@corp.test")).isEqualTo(mask);
        assertThat(inJson(policy, "more", "Ann@corp.test")).isEqualTo(mask);
        assertThat(masked(policy, "audit", "mails", "{Ann@corp.test,NULL}")).isEqualTo("{\"" + mask + "\",NULL}");
    }

    @Test
    void aDomainMayBeOfNothingButRulesInsideOfRules() throws Exception {
        String rule = "{ strategy: hash, domain: token, normalize: [lower, trim] }";
        MaskingPolicy policy =
                policy("users: { email: keep, name: keep }, " + audit("$.a: " + rule + ", \"$.b[*]\": " + rule));

        assertThat(masked(policy, "audit", "change", "{\"a\":\" XY\",\"b\":[\"xy\"]}"))
                .matches("\\{\"a\":\"([0-9a-f]{16})\",\"b\":\\[\"\\1\"]}");
    }

    @Test
    void theMaskIsAsWideAsTheColumnsAre() throws Exception {
        MaskingPolicy policy = policy("users: { email: keep, name: { strategy: name, domain: person } }, "
                + audit("$.a: { strategy: name, domain: person }"));

        assertThat(inJson(policy, "change", "Ann")).hasSize(21).isEqualTo(masked(policy, "users", "name", "Ann"));
    }

    @Test
    void normalizingIsThatOfTheDomain() throws Exception {
        String rule = "{ strategy: hash, normalize: lower, domain: person }";
        MaskingPolicy policy =
                policy("users: { email: keep, name: " + rule + " }, " + audit("$.a: " + rule + ", $.b: hash"));

        assertThat(inJson(policy, "change", "\u00c4NN"))
                .isEqualTo(masked(policy, "users", "name", "\u00e4nn"))
                .isEqualTo(masked(policy, "users", "name", "\u00c4nn"));
    }

    @Test
    void whatNamesNoDomainIsHashedInTheDomainOfItsPathAsEver() throws Exception {
        MaskingPolicy policy = policy("users: { email: keep, name: keep }, "
                + audit("$.b: hash, $.c: { strategy: json, paths: { $.d: hash } }"));
        String document = "{\"d\":\"Ann\"}";

        assertThat(masked(policy, "audit", "change", "{\"b\":\"Ann\"}"))
                .isEqualTo("{\"b\":\"" + hashed("json of public.audit.change at paths.$.b", "Ann") + "\"}");
        assertThat(masked(policy, "audit", "change", "{\"c\":\"" + document.replace("\"", "\\\"") + "\"}"))
                .contains(hashed("json of public.audit.change at paths.$.c paths.$.d", "Ann"));
    }

    private static String hashed(String domain, String value) {
        byte[] digest = MaskingKey.of("000102030405060708090a0b0c0d0e0f", "test")
                .inDomain(domain)
                .hash(value.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, 16);
    }

    @Test
    void numbersInJsonArePermutedAsThoseOfTheColumn() throws Exception {
        server.execute(prod, "CREATE TABLE ref (id int PRIMARY KEY)");
        MaskingPolicy policy = policy("users: { email: keep, name: keep }, ref: { id: permute }, "
                + audit("$.a: { strategy: permute, domain: ref.id }"));

        assertThat(masked(policy, "audit", "change", "{\"a\":4711}"))
                .isEqualTo("{\"a\":" + masked(policy, "ref", "id", "4711") + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{ strategy: email, domain: users.mail }!'users.mail'!is no column of the source!"
                        + "Did you mean 'users.email'?",
                "{ strategy: email, domain: users.name }!'paths.$.a' of audit.change!a column that no rule masks!"
                        + "users.name",
                "{ strategy: hash, domain: mail }!differ!audit.change!same strategy and options",
                "{ strategy: email, digits: 20, domain: mail }!'paths.$.a' of audit.change!differ!same strategy",
                "{ strategy: email, normalize: none, domain: mail }!differ!users.email (at !same strategy and options",
                "{ strategy: email, domain: mial }!'mial'!joins nothing!Did you mean 'mail'?",
                "{ strategy: email, domain: 7 }!paths.$.a!'domain' must be a text!",
                "{ strategy: email, domain: mail, when: \"true\" }!'when'!audit.change!",
            })
    void aDomainThatCannotBeIsRefusedByItsPlace(String rule, String first, String second, String remedy) {
        assertThat(refusal(MAILS + "audit: { mails: { strategy: array, of: { strategy: email, domain: mail } },"
                        + " change: { strategy: json, paths: { $.a: " + rule + " } }, ids: keep, more: keep }"))
                .anySatisfy(problem -> {
                    assertThat(problem.what()).contains(first, second);
                    assertThat(problem.where()).contains("sync.yaml:1:");
                    assertThat(problem.remedy()).contains(remedy == null ? "" : remedy);
                });
    }

    @Test
    void whatARuleInsideOfAnotherCannotSayNoColumnOfItsDomainSays() {
        assertThat(refusal("users: { name: keep, email: { strategy: email, when: \"email <> ''\" } }, "
                        + audit("$.a: { strategy: email, domain: users.email }")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).contains("users.email", "'when'", "'paths.$.a' of audit.change");
                    assertThat(problem.remedy()).contains("Remove 'when'");
                });
    }

    @Test
    void valuesOfOtherTypesShareNoDomain() {
        server.execute(prod, "CREATE TABLE ref (id int PRIMARY KEY, token uuid)");
        assertThat(refusal("users: { email: keep, name: keep }, ref: { token: uuid }, "
                        + audit("$.a: { strategy: uuid, domain: ref.token }")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .contains("the rule for 'paths.$.a': the domain", "is of uuid", "are of text"));
        assertThat(refusal("users: { email: keep, name: keep }, ref: { id: permute, token: keep },"
                        + " audit: { change: keep, mails: keep, more: keep,"
                        + " ids: { strategy: array, of: { strategy: permute, domain: ref.id } } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("is of integer", "are of smallint"));
    }

    @Test
    void caseInsensitiveColumnsNeedCaseToBeNormalized() throws Exception {
        server.execute(prod, "CREATE EXTENSION citext", "CREATE TABLE ci (a citext)");
        String rest = "users: { email: keep, name: keep }, ";

        assertThat(refusal(rest + "ci: { a: hash }, " + audit("$.a: { strategy: hash, domain: ci.a }")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("normalize: lower"));
        MaskingPolicy policy = policy(rest + "ci: { a: { strategy: hash, normalize: lower } }, "
                + audit("$.a: { strategy: hash, normalize: lower, domain: ci.a }"));
        assertThat(inJson(policy, "change", "XY")).isEqualTo(masked(policy, "ci", "a", "xY"));
    }
}
