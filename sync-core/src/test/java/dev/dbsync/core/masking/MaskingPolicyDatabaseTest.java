package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.masking.ColumnRule.Why;
import dev.dbsync.core.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only a real catalog and real rows can tell. */
class MaskingPolicyDatabaseTest extends PolicyDatabaseFixture {

    @Test
    void domainsCountAsWhatTheyAreOver() throws Exception {
        server.execute(
                prod,
                "CREATE DOMAIN amount AS numeric(10, 2) CHECK (VALUE >= 0)",
                "CREATE DOMAIN short_name AS varchar(8)",
                "CREATE DOMAIN must AS text NOT NULL",
                "CREATE TABLE t (id int PRIMARY KEY, a amount, n short_name, m must, tags text[])");

        assertThat(refusal("t: { n: redact, m: 'null', tags: keep }"))
                .extracting(Problem::what)
                .anySatisfy(what -> assertThat(what).contains("t.n", "10 characters"))
                .anySatisfy(what -> assertThat(what).contains("t.m", "NOT NULL"))
                .hasSize(2);
        assertThat(refusal("t: { n: { strategy: redact, with: x }, m: redact }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo("t.tags"));
    }

    @Test
    void aRuleOfAPartitionedTableHoldsForItsPartitions() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE payment (id int, at date, iban text) PARTITION BY RANGE (at)",
                "CREATE TABLE payment_1 PARTITION OF payment FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
                "CREATE TABLE payment_2 PARTITION OF payment DEFAULT PARTITION BY LIST (id)",
                "CREATE TABLE payment_2a PARTITION OF payment_2 DEFAULT");

        MaskingPolicy policy = policy("payment: { iban: hash, at: keep }");

        assertThat(List.of("payment", "payment_1", "payment_2", "payment_2a"))
                .allSatisfy(name -> assertThat(policy.masks(table(name))).containsOnlyKeys("iban"));
        assertThat(masked(policy, "payment", "iban", "X")).isEqualTo(masked(policy, "payment_2a", "iban", "X"));
        assertThat(policy.rules()).containsExactly(new ColumnRule(table("payment"), "iban", "hash", Why.RULE));
        assertThat(refusal("payment: { iban: hash }, payment_1: { at: keep }"))
                .anySatisfy(problem -> assertThat(problem.remedy()).contains("payment.at"));
        assertThat(refusal("payment: { iban: hash, at: { strategy: constant, value: '2020-02-02' } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("which partition"));
    }

    @Test
    void thePartsOfAnExpressionThatPartitionsMayNotBeMaskedEither() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE person (id int, email text) PARTITION BY LIST (lower(email))",
                "CREATE TABLE person_rest PARTITION OF person DEFAULT");

        assertThat(refusal("person: { email: email }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("which partition"));
    }

    @Test
    void aSinglePartitionThatIsSelectedIsMaskedLikeTheWhole() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE payment (id int, at date, iban text) PARTITION BY RANGE (at)",
                "CREATE TABLE payment_1 PARTITION OF payment DEFAULT");

        MaskingPolicy policy = policy(
                "payment: { iban: hash, at: keep }",
                table -> table.name().name().equals("payment_1"));

        assertThat(policy.masks(table("payment_1"))).containsOnlyKeys("iban");
    }

    @Test
    void foreignKeysInheritRuleAndDomainThroughTheWholeClosure() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE users (email varchar(60) PRIMARY KEY, name text)",
                "CREATE TABLE orders (id int PRIMARY KEY, email varchar(60) UNIQUE REFERENCES users)",
                "CREATE TABLE notes (id int PRIMARY KEY, email varchar(60) REFERENCES orders (email), other text)");

        MaskingPolicy policy = policy("users: { email: email, name: name }, notes: { other: email }");

        String mask = masked(policy, "users", "email", "Ann@corp.test");
        assertThat(masked(policy, "orders", "email", "ann@CORP.test")).isEqualTo(mask);
        assertThat(masked(policy, "notes", "email", "ann@corp.test")).isEqualTo(mask);
        assertThat(masked(policy, "notes", "other", "ann@corp.test")).isNotEqualTo(mask);
        assertThat(policy.rules())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("collision")
                .contains(new ColumnRule(table("notes"), "email", "email", Why.INHERITED))
                .contains(new ColumnRule(table("users"), "email", "email", Why.RULE));
    }

    @Test
    void compositeAndSelfReferencesInheritToo() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE person (tenant int, email text, boss text, PRIMARY KEY (tenant, email),"
                        + " FOREIGN KEY (tenant, boss) REFERENCES person)",
                "CREATE TABLE visit (at timestamptz, tenant int, who text, FOREIGN KEY (tenant, who) REFERENCES person)",
                "INSERT INTO person VALUES (1, 'ann', NULL)");

        MaskingPolicy policy = policy("person: { email: hash }");

        assertThat(masked(policy, "visit", "who", "ann"))
                .isEqualTo(masked(policy, "person", "email", "ann"))
                .isEqualTo(masked(policy, "person", "boss", "ann"));
        assertThat(policy.masks(table("person"))).containsOnlyKeys("email", "boss");
        assertThat(policy.masks(table("visit"))).containsOnlyKeys("who");
    }

    @Test
    void columnsThatReferenceEachOtherShareARule() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE a (code text UNIQUE)",
                "CREATE TABLE b (code text UNIQUE REFERENCES a (code))",
                "ALTER TABLE a ADD FOREIGN KEY (code) REFERENCES b (code)");

        MaskingPolicy policy = policy("b: { code: hash }");

        assertThat(masked(policy, "a", "code", "x")).isEqualTo(masked(policy, "b", "code", "x"));
        assertThat(refusal(""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("no masking rule"));
    }

    @Test
    void widthsFollowTheNarrowestColumnThatAForeignKeyJoins() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE users (name text PRIMARY KEY)",
                "CREATE TABLE orders (id int PRIMARY KEY, user_name varchar(17) REFERENCES users)",
                "INSERT INTO users VALUES ('Ann'), ('Bob')");

        MaskingPolicy policy = policy("users: { name: name }");

        assertThat(masked(policy, "users", "name", "Ann"))
                .matches("User [0-9A-F]{12}")
                .isEqualTo(masked(policy, "orders", "user_name", "Ann"));
    }

    @Test
    void maskedRowsSatisfyTheConstraintsThatThePlanReasonedAbout() throws Exception {
        server.execute(
                prod,
                "CREATE EXTENSION IF NOT EXISTS citext",
                "CREATE TABLE users (code char(12) PRIMARY KEY, email citext UNIQUE, nick varchar(21) UNIQUE)",
                "CREATE TABLE orders (code char(12) REFERENCES users, email citext REFERENCES users (email))",
                "INSERT INTO users SELECT 'c' || i, 'U' || i || '@corp.test', 'nick' || i"
                        + " FROM generate_series(1, 300) i",
                "INSERT INTO orders SELECT code, lower(email::text) FROM users");
        MaskingPolicy policy = policy("users: { code: { strategy: hash, digits: 12 }, email: hash, nick: name }");
        Database local = server.createDatabase("local");
        server.execute(
                local,
                "CREATE EXTENSION citext",
                "CREATE TABLE users (code char(12) PRIMARY KEY, email citext UNIQUE, nick varchar(21) UNIQUE)",
                "CREATE TABLE orders (code char(12) REFERENCES users, email citext REFERENCES users (email))");

        copy(policy, local, "users", "code", "email", "nick");
        copy(policy, local, "orders", "code", "email");

        assertThat(server.value(local, "SELECT count(*) FROM orders JOIN users USING (code, email)"))
                .isEqualTo("300");
        assertThat(server.value(local, "SELECT count(*) FROM users WHERE email::text ~ 'corp' OR nick ~ 'nick'"))
                .isEqualTo("0");
    }

    private void copy(MaskingPolicy policy, Database local, String table, String... columns) {
        for (String row : server.query(prod, "SELECT " + String.join(", ", columns) + " FROM " + table)) {
            String[] values = row.split("\\|");
            StringBuilder masked = new StringBuilder();
            for (int i = 0; i < columns.length; i++) {
                masked.append(i == 0 ? "'" : "', '").append(masked(policy, table, columns[i], values[i]));
            }
            server.execute(local, "INSERT INTO " + table + " VALUES (" + masked + "')");
        }
    }
}
