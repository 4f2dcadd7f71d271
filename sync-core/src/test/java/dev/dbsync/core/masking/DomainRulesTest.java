package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One person stays one person in columns that no foreign key joins, and in all that foreign keys do. */
class DomainRulesTest extends PolicyDatabaseFixture {

    private static final String OTHERS = "audit: { who: keep, actor_email: ";

    private void twoTables() {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, email varchar(80) UNIQUE, name varchar(60))",
                "CREATE TABLE orders (id int PRIMARY KEY, buyer varchar(80) REFERENCES users (email))",
                "CREATE TABLE audit (who varchar(30) UNIQUE, actor_email text)",
                "CREATE TABLE contact (full_name varchar(26), mail text)");
    }

    @Test
    void aColumnCanJoinTheDomainOfAnotherWhoseMasksStayAsTheyWere() throws Exception {
        twoTables();
        String before = masked(
                policy("users: { email: email, name: keep }, audit: { who: keep, actor_email: email },"
                        + " contact: { full_name: keep, mail: email }"),
                "users",
                "email",
                "Ann@corp.test");

        MaskingPolicy policy =
                policy("users: { email: email, name: keep }, audit: { who: keep, actor_email: { strategy:"
                        + " email, domain: users.email } }, contact: { full_name: keep, mail: email }");

        assertThat(masked(policy, "users", "email", "Ann@corp.test")).isEqualTo(before);
        assertThat(masked(policy, "orders", "buyer", "ann@corp.test")).isEqualTo(before);
        assertThat(masked(policy, "audit", "actor_email", " ANN@corp.test")).isEqualTo(before);
        assertThat(masked(policy, "contact", "mail", "Ann@corp.test")).isNotEqualTo(before);
        assertThat(policy.rules())
                .filteredOn(rule -> !rule.table().equals(table("contact")))
                .allSatisfy(rule -> assertThat(rule.domain()).contains("public.users.email"));
    }

    @Test
    void columnsOfANamedDomainShareTheShortestLengthAndWhetherTheyAreUnique() throws Exception {
        twoTables();
        MaskingPolicy policy = policy("users: { email: keep, name: { strategy: name, domain: person } },"
                + " audit: { who: { strategy: name, domain: person }, actor_email: keep },"
                + " contact: { full_name: { strategy: name, domain: person }, mail: keep }");

        String mask = masked(policy, "users", "name", "Ann");
        assertThat(mask)
                .as("as long as a unique one is, and as its shortest column takes")
                .hasSize(21);
        assertThat(masked(policy, "audit", "who", "Ann")).isEqualTo(mask);
        assertThat(masked(policy, "contact", "full_name", "Ann")).isEqualTo(mask);
        assertThat(policy("users: { email: keep, name: name }, audit: { who: keep, actor_email: keep },"
                                + " contact: { full_name: name, mail: keep }")
                        .masks(table("users"))
                        .get("name")
                        .mask("Ann".getBytes()))
                .hasSize(9);
    }

    @Test
    void aConditionOfADomainIsThatOfTheColumnThatItIsCalledAfter() throws Exception {
        twoTables();
        String rest = " }, contact: { mail: keep, full_name: keep }";
        String when = ", when: \"email NOT LIKE '%@our.com'\"";

        MaskingPolicy policy = policy("users: { name: keep, email: { strategy: email" + when + " } },"
                + " audit: { who: keep, actor_email: { strategy: email, domain: users.email" + when + " }" + rest);

        assertThat(policy.inputs(table("audit")).get("actor_email").when().orElseThrow())
                .contains("\"actor_email\" AS \"email\"");
        assertThat(policy.inputs(table("orders")).get("buyer").when().orElseThrow())
                .contains("\"buyer\" AS \"email\"");
        assertThat(refusal("users: { name: keep, email: email }, audit: { who: keep, actor_email: { strategy: email,"
                        + " domain: users.email" + when + " }" + rest))
                .anySatisfy(problem -> assertThat(problem.what()).contains("differ"));
        String ofTheRow = ", when: \"id > 3\"";
        assertThat(refusal("users: { name: keep, email: { strategy: email" + ofTheRow + " } },"
                        + " audit: { who: keep, actor_email: { strategy: email, domain: users.email" + ofTheRow + " }"
                        + rest))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.what()).contains("speaks of more than its value"));
    }

    @Test
    void domainsMayBeNamedInAChainOrInACircle() throws Exception {
        twoTables();
        for (String last : new String[] {"hash", "{ strategy: hash, domain: contact.mail }"}) {
            MaskingPolicy policy = policy("users: { email: keep, name: " + last + " },"
                    + " audit: { who: { strategy: hash, domain: users.name }, actor_email: keep },"
                    + " contact: { mail: { strategy: hash, domain: audit.who }, full_name: keep }");

            assertThat(masked(policy, "contact", "mail", "Ann"))
                    .isEqualTo(masked(policy, "users", "name", "Ann"))
                    .isEqualTo(masked(policy, "audit", "who", "Ann"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{ strategy: email, domain: users.mail } }!is no column of the source!Did you mean 'users.email'?",
                "{ strategy: email, domain: users.name } }!a column that no rule masks!users.name",
                "{ strategy: hash, domain: users.email } }!differ!same strategy and options",
                "{ strategy: email, digits: 20, domain: users.email } }!differ!same strategy and options",
                "{ strategy: email, domain: person } }!joins nothing!There is none.",
                "{ strategy: keep, domain: users.email } }!differ!same strategy",
                "{ strategy: email, domain: 7 } }!'domain' must be a text!"
            })
    void aDomainThatCannotBeIsRefused(String rule, String what, String remedy) {
        twoTables();
        assertThat(refusal("users: { email: email, name: keep }, contact: { mail: keep, full_name: keep }, " + OTHERS
                        + rule))
                .anySatisfy(problem -> {
                    assertThat(problem.what()).contains(what);
                    assertThat(problem.where()).contains("sync.yaml:1:");
                    assertThat(problem.remedy()).contains(remedy == null ? "" : remedy);
                });
    }

    @Test
    void aMisspeltNameOfADomainIsToldFromTheRightOne() {
        twoTables();
        assertThat(refusal("users: { email: keep, name: { strategy: hash, domain: person } },"
                        + " audit: { who: { strategy: hash, domain: person }, actor_email: keep },"
                        + " contact: { full_name: { strategy: hash, domain: persn }, mail: keep }"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).contains("'persn'", "joins nothing");
                    assertThat(problem.remedy()).contains("Did you mean 'person'?");
                });
    }

    @Test
    void columnsOfDifferentSortsShareNoDomain() {
        server.execute(prod, "CREATE TABLE t (a text, b uuid)");
        assertThat(refusal("t: { a: { strategy: constant, value: x, domain: d }, b: { strategy: constant, value: x,"
                        + " domain: d } }"))
                .anySatisfy(problem -> assertThat(problem.what()).contains("different sorts of types"));
    }

    @Test
    void citextAndTextShareADomainWhereCaseIsNormalized() throws Exception {
        server.execute(prod, "CREATE EXTENSION citext", "CREATE TABLE t (a text, b citext)");

        assertThat(refusal("t: { a: { strategy: hash, domain: d }, b: { strategy: hash, domain: d } }"))
                .extracting(Problem::remedy)
                .allSatisfy(remedy -> assertThat(remedy).contains("normalize: lower"));
        for (String strategy : new String[] {"strategy: email", "strategy: hash, normalize: lower"}) {
            MaskingPolicy policy =
                    policy("t: { a: { " + strategy + ", domain: d }, b: { " + strategy + ", domain: d } }");
            assertThat(masked(policy, "t", "a", "\u00c4NN")).isEqualTo(masked(policy, "t", "b", "\u00e4nn"));
        }
    }

    @Test
    void normalizingIsChosenByTheRule() throws Exception {
        server.execute(prod, "CREATE TABLE t (a text, b text, c text, d text, n int)");
        MaskingPolicy policy = policy("t: { a: { strategy: email, normalize: none }, b: { strategy: name, normalize:"
                + " [lower, nfc, trim] }, c: { strategy: hash, normalize: trim }, d: email }");

        assertThat(masked(policy, "t", "a", "Ann")).isNotEqualTo(masked(policy, "t", "a", "ann"));
        assertThat(masked(policy, "t", "b", " A\u0308NN")).isEqualTo(masked(policy, "t", "b", "\u00e4nn"));
        assertThat(masked(policy, "t", "c", " Ann ")).isEqualTo(masked(policy, "t", "c", "Ann"));
        assertThat(masked(policy, "t", "c", "ann")).isNotEqualTo(masked(policy, "t", "c", "Ann"));
        assertThat(masked(policy, "t", "d", "Ann ")).isEqualTo(masked(policy, "t", "d", "ann"));

        assertThat(refusal("t: { a: { strategy: redact, normalize: trim }, b: { strategy: hash, normalize: [lowr] },"
                        + " c: keep, d: keep, n: { strategy: constant, value: 1, normalize: lower } }"))
                .extracting(problem -> problem.what() + problem.remedy())
                .anySatisfy(text -> assertThat(text).contains("t.a", "would have no effect"))
                .anySatisfy(text -> assertThat(text).contains("t.b", "Did you mean 'lower'?"))
                .anySatisfy(text -> assertThat(text).contains("t.n", "is for text"));
    }

    @Test
    void valuesThatNormalizingWouldMergeUnderAnIndexAreCountedOverAllOfItsColumns() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE t (a text, b text, UNIQUE (a, b))",
                "CREATE TABLE u (a text)",
                "CREATE UNIQUE INDEX u_lower ON u (lower(a))",
                "INSERT INTO t VALUES ('Ann', 'X'), ('ann', 'x'), ('bob', 'x')",
                "INSERT INTO u VALUES ('ann@x.test '), ('ann@x.test'), ('bob@x.test')");
        String lower = "{ strategy: hash, normalize: lower }";

        assertThat(refusal("t: { a: " + lower + ", b: " + lower + " }, u: { a: { strategy: hash, normalize: lower } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .contains("t_a_b_key", "upper and lower case for the same, and 2 rows"));
        assertThat(refusal("t: { a: hash, b: hash }, u: { a: email }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("u_lower", "blanks at the ends", "2 rows"));
        assertThat(policy("t: { a: hash, b: " + lower + " }, u: { a: hash }").masks(table("t")))
                .containsOnlyKeys("a", "b");
    }

    @Test
    void compositeKeysInheritColumnByColumnThroughAllTablesAndThemselves() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE person (country text, ssn text, boss_country text, boss_ssn text,"
                        + " PRIMARY KEY (country, ssn),"
                        + " FOREIGN KEY (boss_country, boss_ssn) REFERENCES person (country, ssn))",
                "CREATE TABLE account (land text, nr text, PRIMARY KEY (nr, land),"
                        + " FOREIGN KEY (nr, land) REFERENCES person (ssn, country)) PARTITION BY LIST (land)",
                "CREATE TABLE account_at PARTITION OF account FOR VALUES IN ('at')",
                "CREATE TABLE booking (account_nr text, account_land text, by_nr text, by_land text,"
                        + " FOREIGN KEY (account_nr, account_land) REFERENCES account (nr, land),"
                        + " FOREIGN KEY (by_land, by_nr) REFERENCES person (country, ssn))");

        MaskingPolicy policy = policy("person: { country: keep, ssn: hash }");

        String mask = masked(policy, "person", "ssn", "123");
        assertThat(masked(policy, "person", "boss_ssn", "123")).isEqualTo(mask);
        assertThat(masked(policy, "account_at", "nr", "123")).isEqualTo(mask);
        assertThat(masked(policy, "booking", "account_nr", "123")).isEqualTo(mask);
        assertThat(masked(policy, "booking", "by_nr", "123")).isEqualTo(mask);
        assertThat(policy.rules())
                .extracting(rule -> rule.table().name() + "." + rule.column())
                .containsExactlyInAnyOrder(
                        "person.ssn", "person.boss_ssn", "account.nr", "booking.account_nr", "booking.by_nr");
        assertThat(policy.kept())
                .extracting(ColumnRule::column)
                .containsExactlyInAnyOrder("country", "boss_country", "land", "account_land", "by_land");
    }

    @Test
    void tablesThatReferenceEachOtherInACircleShareOneRule() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE a (k text UNIQUE)",
                "CREATE TABLE b (k text UNIQUE REFERENCES a (k))",
                "CREATE TABLE c (k text UNIQUE REFERENCES b (k), x text)",
                "ALTER TABLE a ADD FOREIGN KEY (k) REFERENCES c (k)");

        MaskingPolicy policy = policy("b: { k: hash }, c: { x: keep }");

        assertThat(masked(policy, "a", "k", "1"))
                .isEqualTo(masked(policy, "b", "k", "1"))
                .isEqualTo(masked(policy, "c", "k", "1"));
        assertThat(refusal("b: { k: hash }, a: { k: email }, c: { x: keep }"))
                .anySatisfy(problem -> assertThat(problem.what()).contains("would tear it from"));
    }

    @Test
    void aColumnWithTwoParentsJoinsThem() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE a (k text PRIMARY KEY)",
                "CREATE TABLE b (k text PRIMARY KEY)",
                "CREATE TABLE c (k text REFERENCES a (k) REFERENCES b (k))");

        MaskingPolicy policy = policy("a: { k: hash }, b: { k: hash }");
        assertThat(masked(policy, "a", "k", "1"))
                .isEqualTo(masked(policy, "b", "k", "1"))
                .isEqualTo(masked(policy, "c", "k", "1"));
        assertThat(refusal("a: { k: hash }, b: { k: { strategy: hash, digits: 20 } }"))
                .anySatisfy(problem -> assertThat(problem.what()).contains("would tear it from"));
    }
}
