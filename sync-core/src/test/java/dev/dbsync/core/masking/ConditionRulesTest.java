package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A condition is judged by the source's own planner before it decides about any value. */
class ConditionRulesTest extends PolicyDatabaseFixture {

    @BeforeEach
    void tables() {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, bio text, born date, seen timestamptz)",
                "CREATE TABLE staff (mail text)",
                "CREATE TABLE orders (id int PRIMARY KEY, buyer text REFERENCES users (email), note text)",
                "CREATE FUNCTION roll(text) RETURNS boolean VOLATILE LANGUAGE sql AS 'SELECT random() < 0.5'");
    }

    private String rule(String condition) {
        return "users: { email: keep, born: keep, bio: { strategy: redact, when: \"" + condition
                + "\" } }, staff: { mail: keep }, orders: { note: keep }";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "mail LIKE 'x'!does not take it",
                "bio!does not take it",
                "count(*) > 1!does not take it",
                "generate_series(1, 2) = 1!does not take it",
                "bio = 'x' OR!does not take it",
                "random() < 0.5!volatile",
                "roll(bio)!volatile",
                "EXISTS (SELECT FROM staff WHERE random() < 0.5)!volatile",
                "nextval('s') > 1!does not take it",
                "row_number() OVER (ORDER BY id) > 10!depends on other rows",
                "seen < now()!depends on the time",
                "seen < current_date!depends on the time",
                "pg_backend_pid() > 7!depends on the time or the session",
                "bio = 'x';!without ';'",
                "bio ? 'x'!without ';' and '?'"
            })
    void aConditionThatCouldComeOutDifferentlyIsRefusedWithItsPlace(String condition, String why) {
        assertThat(refusal(rule(condition))).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("users.bio", why);
            assertThat(problem.where()).contains("sync.yaml:1:");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "bio NOT LIKE '%now()%' -- whatever",
                "users.bio IS NOT NULL AND id > 3",
                "bio NOT IN (SELECT mail FROM staff)",
                "lower(bio) <> 'random'"
            })
    void aConditionOverTheRowIsTakenAsItStands(String condition) throws Exception {
        MaskingPolicy policy = policy(rule(condition));

        assertThat(policy.inputs(table("users")).get("bio").when()).contains(condition);
        assertThat(policy.rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.when()).contains(condition));
    }

    @Test
    void aConditionOverJoinedColumnsMustSpeakOfTheValueAlone() throws Exception {
        String more = ", bio: keep, born: keep }, staff: { mail: keep }, orders: { note: keep }";

        for (String condition :
                new String[] {"id > 3", "email NOT IN (SELECT mail FROM staff)", "users.ctid IS NULL"}) {
            assertThat(refusal("users: { email: { strategy: email, when: \"" + condition + "\" }" + more))
                    .as(condition)
                    .isNotEmpty()
                    .allSatisfy(problem -> {
                        assertThat(problem.what()).contains("joined to others", "more than its value");
                        assertThat(problem.where()).contains("sync.yaml:1:");
                    });
        }
        MaskingPolicy policy =
                policy("users: { email: { strategy: email, when: \"users.email NOT LIKE '%@our.com'\" }" + more);
        assertThat(policy.inputs(table("orders")).get("buyer").when().orElseThrow())
                .contains("\"buyer\" AS \"email\"", "AS \"users\"");
        server.execute(
                prod,
                "INSERT INTO users (id, email) VALUES (1, 'a@our.com'), (2, 'b@their.com')",
                "INSERT INTO orders (id, buyer) VALUES (1, 'a@our.com'), (2, 'b@their.com'), (3, NULL)");
        assertThat(server.query(
                        prod,
                        "SELECT "
                                + policy.inputs(table("orders"))
                                        .get("buyer")
                                        .when()
                                        .orElseThrow() + " FROM ONLY orders ORDER BY id"))
                .containsExactly("f", "t", "∅");
    }

    @Test
    void aNullThatCutsAReferenceMustDoSoInEveryRow() {
        assertThat(refusal(
                        "users: { email: email, bio: keep, born: keep }, staff: { mail: keep }, orders: { note: keep,"
                                + " buyer: { strategy: 'null', when: \"buyer LIKE 'x%'\" } }"))
                .anySatisfy(problem -> assertThat(problem.what()).contains("orders.buyer", "would tear it from"));
    }

    @Test
    void byNamesAColumnOfTheSameRowAndNotWhereForeignKeysJoin() throws Exception {
        String more = ", email: keep, born: keep }, staff: { mail: keep }, orders: { note: keep }";
        assertThat(policy("users: { bio: { strategy: salted, by: seen }" + more)
                        .inputs(table("users"))
                        .get("bio")
                        .by())
                .contains("\"seen\"::text");
        assertThat(refusal("users: { bio: { strategy: salted, by: sen }" + more))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).contains("no such column", "users.bio");
                    assertThat(problem.remedy()).contains("seen");
                });
        assertThat(refusal(
                        "users: { email: { strategy: salted, by: id }, bio: keep, born: keep }, staff: { mail: keep },"
                                + " orders: { note: keep }"))
                .anySatisfy(
                        problem -> assertThat(problem.what()).contains("cannot go by another column", "orders.buyer"));
        assertThat(refusal("users: { bio: { strategy: hash, by: id }" + more))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("'hash' has no option 'by'"));
    }
}
