package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.masking.ColumnRule.Why;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What only a real catalog and real rows can tell. */
class MaskingPolicyDatabaseTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final MaskingKey KEY = MaskingKey.of("000102030405060708090a0b0c0d0e0f", "test");

    @TempDir
    Path directory;

    private final Database prod = server.createDatabase("prod");

    @Test
    void aUniqueIndexOverLowerCaseCountsAsUnique() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, email text)",
                "CREATE UNIQUE INDEX users_lower ON users (lower(email))",
                "INSERT INTO users SELECT i, 'u' || i || '@corp.test' FROM generate_series(1, 100) i");

        assertThat(refusal("users: { email: redact }"))
                .anySatisfy(problem -> assertThat(problem.what()).contains("users.email", "users_lower", "same value"));
        assertThat(refusal("users: { email: phone }"))
                .anySatisfy(problem -> assertThat(problem.what()).contains("users_lower", "collide"));
        assertThat(policy("users: { email: email }").masks(table("users"))).containsOnlyKeys("email");
    }

    @Test
    void anIndexOverAnExpressionThatCannotBeReasonedAboutIsRefused() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, email varchar(80))",
                "CREATE UNIQUE INDEX users_mailbox ON users (split_part(email, '@', 1))");

        assertThat(refusal("users: { email: email }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("users_mailbox", "not known"));
    }

    @Test
    void aUniqueGeneratedColumnIsReasonedAboutByWhatItIsComputedFrom() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, email varchar(80), phone text,"
                        + " lower_email text GENERATED ALWAYS AS (lower(email)) STORED UNIQUE,"
                        + " area text GENERATED ALWAYS AS (left(phone, 9)) STORED UNIQUE)",
                "INSERT INTO users SELECT i, 'u' || i, i FROM generate_series(1, 10) i");

        assertThat(refusal("users: { email: redact, phone: keep }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("users.email", "users_lower_email_key"));
        assertThat(refusal("users: { email: email, phone: { strategy: hash, digits: 20 } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("users.phone", "users_area_key"));
        assertThat(policy("users: { email: email, phone: keep }").masks(table("users")))
                .containsOnlyKeys("email");
    }

    @Test
    void aPartialUniqueIndexIsReasonedAboutByItsColumnsAndItsPredicate() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, email varchar(80), deleted_by text, \"Note\" text)",
                "CREATE UNIQUE INDEX live ON users (email) INCLUDE (\"Note\") WHERE deleted_by IS NULL",
                "INSERT INTO users SELECT i, 'u' || i, NULL, NULL FROM generate_series(1, 10) i");

        assertThat(refusal("users: { email: redact, deleted_by: hash, Note: redact }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("users.email", "live"));
        assertThat(refusal("users: { email: keep, deleted_by: 'null', Note: redact }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("users.deleted_by", "live"));
        assertThat(policy("users: { email: hash, deleted_by: redact, Note: redact }")
                        .masks(table("users")))
                .containsOnlyKeys("email", "deleted_by", "Note");
    }

    @Test
    void anExclusionConstraintCountsAsUnique() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE room (id int PRIMARY KEY, during tstzrange, EXCLUDE USING gist (during WITH &&))",
                "INSERT INTO room VALUES (1, '[2020-01-01,2020-02-01)'), (2, '[2021-01-01,2021-02-01)')");

        assertThat(refusal("room: { during: { strategy: constant, value: '[2000-01-01,2000-01-02)' } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("room_during_excl"));
    }

    @Test
    void valuesOfAUniqueColumnThatNormalizingWouldMergeAreRefused() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE)",
                "INSERT INTO users VALUES (1, 'Ann@corp.test'), (2, 'ann@corp.test'), (3, 'bob@corp.test')");

        assertThat(refusal("users: { email: email }")).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("upper and lower case", "2 rows");
            assertThat(problem.text()).doesNotContain("corp.test");
            assertThat(problem.remedy()).contains("hash");
        });

        server.execute(prod, "UPDATE users SET email = 'anna@corp.test' WHERE id = 2");
        assertThat(policy("users: { email: email }").masks(table("users"))).containsOnlyKeys("email");
    }

    @Test
    void aCompositeKeyIsJudgedByTheRowsThatCouldMeet() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE phones (owner int, phone text, UNIQUE (owner, phone))",
                "INSERT INTO phones SELECT i, '0' FROM generate_series(1, 5000) i",
                "ANALYZE phones");

        assertThat(policy("phones: { phone: phone }").masks(table("phones"))).containsOnlyKeys("phone");

        server.execute(prod, "INSERT INTO phones VALUES (1, '1')");
        assertThat(refusal("phones: { phone: phone }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("digits"));
    }

    @Test
    void aTableThatWasNeverAnalyzedIsCounted() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE users (id int PRIMARY KEY, nick text UNIQUE)",
                "ALTER TABLE users SET (autovacuum_enabled = false)",
                "INSERT INTO users SELECT i, 'n' || i FROM generate_series(1, 3000) i");

        assertThat(refusal("users: { nick: { strategy: hash, digits: 8 } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("3,000 rows"));
    }

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

    private static TableName table(String name) {
        return new TableName("public", name);
    }

    private static String masked(MaskingPolicy policy, String table, String column, String value) {
        byte[] masked = policy.masks(table(table)).get(column).mask(value.getBytes(StandardCharsets.UTF_8));
        return new String(masked, StandardCharsets.UTF_8);
    }

    private List<Problem> refusal(String rules) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> policy(rules));
        assertThat(refusal).as("a refusal of " + rules).isNotNull();
        return refusal.problems();
    }

    private MaskingPolicy policy(String rules) throws SQLException, IOException {
        return policy(rules, table -> true);
    }

    private MaskingPolicy policy(String rules, Predicate<Table> selection) throws SQLException, IOException {
        Path file = Files.writeString(
                directory.resolve("sync.yaml"), "anonymize: { tables: { " + rules + " } }", StandardCharsets.UTF_8);
        AnonymizeConfig config = ConfigFile.read(file, directory).anonymize();
        try (Connection connection = prod.connectReadOnly("test")) {
            Catalog catalog = Catalog.read(connection);
            List<Table> selected = catalog.tables().stream().filter(selection).toList();
            return MaskingPolicy.of(
                    new MaskingScope(config, catalog, List.of(), selected, Set.of(), "public"),
                    KEY,
                    connection,
                    EventSink.none());
        }
    }
}
