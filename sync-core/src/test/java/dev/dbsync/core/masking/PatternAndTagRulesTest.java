package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.problem.Problem;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules for all columns of a name, and those that comments ask for. */
class PatternAndTagRulesTest extends PolicyDatabaseFixture {

    @BeforeEach
    void tables() {
        server.execute(
                prod,
                "CREATE SCHEMA billing",
                "CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, work_phone text, has_phone boolean)",
                "CREATE TABLE orders (id int PRIMARY KEY, email text REFERENCES users (email))",
                "CREATE TABLE billing.account (iban text, email text)",
                "CREATE TABLE country (email text PRIMARY KEY)");
    }

    private static String shown(ColumnRule rule) {
        return rule.table().shown() + "." + rule.column() + " " + rule.strategy() + " " + rule.why();
    }

    @Test
    void aPatternIsForAllColumnsOfItsNameThatItsStrategyFits() throws Exception {
        MaskingPolicy policy = policyOf(
                "columns: { '*.email': email, 'billing.*.iban': hash, '*.*_phone': phone }",
                table -> true,
                Set.of(table("country")));

        assertThat(policy.rules())
                .extracting(PatternAndTagRulesTest::shown)
                .containsExactlyInAnyOrder(
                        "billing.account.iban hash PATTERN",
                        "billing.account.email email PATTERN",
                        "orders.email email INHERITED",
                        "users.email email PATTERN",
                        "users.work_phone phone PATTERN");
        assertThat(policy.masks(table("country"))).as("reference data").isEmpty();
        assertThat(masked(policy, "orders", "email", "x")).isEqualTo(masked(policy, "users", "email", "x"));
    }

    @Test
    void theMoreSpecificRuleHolds() throws Exception {
        MaskingPolicy policy = policyOf("columns: { '*.email': email, 'billing.*.email': hash, '*.iban': redact,"
                + " 'users.*': keep }, tables: { users: { email: hash }, country: { email: keep } }");

        assertThat(policy.rules())
                .extracting(PatternAndTagRulesTest::shown)
                .containsExactlyInAnyOrder(
                        "billing.account.email hash PATTERN",
                        "billing.account.iban redact PATTERN",
                        "users.email hash RULE",
                        "orders.email hash INHERITED");
        assertThat(policy.kept())
                .extracting(PatternAndTagRulesTest::shown)
                .contains("users.work_phone keep PATTERN", "country.email keep RULE");
    }

    @Test
    void aPatternCanJoinAllItsColumnsAndNoneThatFollowsAnotherRule() throws Exception {
        String pattern =
                "columns: { '*.email': { strategy: email, domain: mail } }, tables: { users: { work_phone: keep,"
                        + " email: %s }, billing.account: { iban: keep } }";

        MaskingPolicy all = policyOf(pattern.formatted("{ strategy: email, domain: mail }"));
        assertThat(masked(all, "orders", "email", "x"))
                .isEqualTo(masked(all, "country", "email", "x"))
                .isEqualTo(masked(all, "users", "email", "x"));

        MaskingPolicy apart = policyOf(pattern.formatted("email"));
        assertThat(masked(apart, "orders", "email", "x"))
                .as("it follows the user's rule, not the pattern")
                .isEqualTo(masked(apart, "users", "email", "x"))
                .isNotEqualTo(masked(apart, "country", "email", "x"));
    }

    @Test
    void patternsThatContendOrMeanNothingAreRefused() {
        assertThat(refusalOf("columns: { 'acc*.email': email, '*unt.email': hash, '*.email': email, '*.iban': hash,"
                        + " '*.work_phone': phone }"))
                .extracting(Problem::what)
                .filteredOn(what -> what.contains("Two patterns"))
                .hasSize(1)
                .allSatisfy(what -> assertThat(what).contains("billing.account.email"));
        assertThat(refusalOf("columns: { '*.emial': email, '*.email': emial, 'email': email }"))
                .extracting(problem -> problem.what() + problem.remedy())
                .anySatisfy(text -> assertThat(text).contains("No column of any environment is called '*.emial'"))
                .anySatisfy(text -> assertThat(text).contains("no masking strategy 'emial'", "Did you mean 'email'"))
                .anySatisfy(text -> assertThat(text).contains("'email' is no pattern", "\"*.email\""));
    }

    @Test
    void aCommentAsksForAStrategyUnlessARuleSaysOtherwise() throws Exception {
        server.execute(
                prod,
                "COMMENT ON COLUMN users.email IS 'work address [pii:email]'",
                "COMMENT ON COLUMN users.work_phone IS '[PII: redact]'",
                "COMMENT ON COLUMN billing.account.iban IS '[pii:hash]'",
                "COMMENT ON COLUMN billing.account.email IS '[pii:hash]'",
                "COMMENT ON COLUMN country.email IS 'nothing personal [pii:email]'");

        MaskingPolicy policy = policyOf(
                "tables: { billing.account: { email: email } }, columns: { '*.iban': redact }",
                table -> true,
                Set.of(table("country")));

        assertThat(policy.rules())
                .extracting(PatternAndTagRulesTest::shown)
                .containsExactlyInAnyOrder(
                        "billing.account.email email RULE",
                        "billing.account.iban redact PATTERN",
                        "country.email email TAG",
                        "orders.email email INHERITED",
                        "users.email email TAG",
                        "users.work_phone redact TAG");
        assertThat(policy.columns())
                .filteredOn(column -> column.column().equals("work_phone"))
                .extracting(ColumnDecision::basis)
                .containsExactly(ColumnDecision.Basis.TAG);
    }

    @Test
    void aCommentCanAskForADecisionAndNeverTakeTheNeedForOneAway() {
        server.execute(
                prod,
                "COMMENT ON COLUMN users.has_phone IS 'says a lot [pii]'",
                "COMMENT ON COLUMN users.id IS '[pii]'",
                "COMMENT ON COLUMN users.work_phone IS '[pii:none]'",
                "COMMENT ON COLUMN billing.account.iban IS '[pii:keep]'",
                "COMMENT ON COLUMN users.email IS '[pii:emial]'");

        assertThat(refusalOf("tables: { billing.account: { email: keep }, country: { email: keep } }"))
                .anySatisfy(problem -> assertThat(problem.where())
                        .contains("users.has_phone", "users.id", "users.work_phone", "billing.account.iban"))
                .anySatisfy(problem -> {
                    assertThat(problem.what()).contains("no masking strategy 'emial'");
                    assertThat(problem.where()).isEqualTo("comment on users.email");
                });
    }

    @Test
    void aTagOnAPartitionCountsForTheWholeTableAndTwoThatContradictAreRefused() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE log (at int, who text) PARTITION BY RANGE (at)",
                "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM (10) TO (20)",
                "COMMENT ON COLUMN log_1.who IS '[pii:hash]'");
        String rules =
                "tables: { billing.account: { email: keep, iban: keep }, country: { email: keep }, users: { email:"
                        + " keep, work_phone: keep } }";

        assertThat(policyOf(rules).rules())
                .extracting(PatternAndTagRulesTest::shown)
                .containsExactly("log.who hash TAG");

        server.execute(prod, "COMMENT ON COLUMN log_2.who IS '[pii:redact]'");
        assertThat(refusalOf(rules)).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("two strategies for log.who");
            assertThat(problem.where()).contains("log_1.who", "log_2.who");
        });
    }
}
