package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever PostgreSQL keeps unique, and by whatever means, is known before a mask could make it collide. */
class UniquenessDatabaseTest extends PolicyDatabaseFixture {

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
    void aColumnOfACompositeKeyMayLoseItsValuesWhereTheOthersTellRowsApart() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE account (owner text, login text, note text, UNIQUE (login, note))",
                "INSERT INTO account SELECT 'o' || i / 2, 'l' || i, 'n' || i % 2 FROM generate_series(1, 3000) i",
                "ANALYZE account");

        assertThat(policy("account: { owner: keep, login: hash, note: redact }").masks(table("account")))
                .containsOnlyKeys("login", "note");
    }

    @Test
    void rowsThatOnlyARedactedColumnTellsApartAreRefusedWithAllColumnsOfTheIndexNamed() {
        server.execute(
                prod,
                "CREATE TABLE account (login text, note text, CONSTRAINT once UNIQUE (login, note))",
                "INSERT INTO account SELECT 'l' || i / 2, 'n' || i % 2 FROM generate_series(1, 3000) i",
                "ANALYZE account");

        assertThat(refusal("account: { login: hash, note: redact }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .contains("account.note", "once (login, note)", "masked also in login by 'hash'")
                        .contains("differ in nothing else"));
    }

    @Test
    void valuesThatAMaskTakesForTheSameTellNoRowsApart() {
        server.execute(
                prod,
                "CREATE TABLE account (email text, note text, UNIQUE (email, note))",
                "INSERT INTO account VALUES ('Ann@corp.test', 'a'), ('ann@corp.test', 'b')");

        assertThat(refusal("account: { email: email, note: redact }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("account.note", "differ in nothing else"));
    }

    /** Rows of which no column by itself tells one from the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a text NOT NULL, b text NOT NULL, c text NOT NULL",
                "a varchar(8) NOT NULL, b varchar(12) NOT NULL, c text",
                "a text NOT NULL, phone varchar(14) NOT NULL, zone text NOT NULL",
                "mail text NOT NULL, b date NOT NULL, c jsonb NOT NULL",
                "b date NOT NULL, c date NOT NULL, full_name text NOT NULL",
                "short varchar(4) NOT NULL, b text NOT NULL, c varchar(5)"
            })
    void whatIsPrintedForTheColumnsOfACompositeIndexIsAcceptedTogether(String columns) throws Exception {
        pasted(columns, ", generate_series(0, 9) j, generate_series(0, 9) k", "i", "j", "k");
    }

    /** Where each column by itself would do, and so none of the others seems to be needed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a text NOT NULL, b text NOT NULL",
                "b date NOT NULL, c jsonb NOT NULL, note varchar(40) NOT NULL"
            })
    void whatIsPrintedForColumnsThatAreEachUniqueIsAcceptedTogether(String columns) throws Exception {
        pasted(columns, "", "i", "i", "i");
    }

    private void pasted(String columns, String more, String... digits) throws Exception {
        List<String> names = Stream.of(columns.split(", "))
                .map(column -> column.split(" ")[0])
                .toList();
        server.execute(
                prod,
                "CREATE TABLE t (" + columns + ", UNIQUE (" + String.join(", ", names) + "))",
                "INSERT INTO t SELECT " + values(columns, digits) + " FROM generate_series(0, 9) i" + more,
                "ANALYZE t");

        List<Problem> problems = refusal("");
        assertThat(problems).hasSize(1);
        String remedy = problems.get(0).remedy();
        String yaml = remedy.substring(remedy.indexOf("anonymize:")).replace("# or keep", "");
        String decided = yaml.replaceAll("# (\\w+: keep) .*", "$1").replace("# t:", "t:");
        String rules = decided.lines()
                .skip(3)
                .map(line -> line.replaceAll(" +#.*|, where.*", "").strip())
                .collect(Collectors.joining(", "));

        assertThat(policy("t: { " + rules + " }").rules())
                .as(rules)
                .hasSizeGreaterThanOrEqualTo(columns.contains("date") ? 1 : 2);
    }

    private static String values(String columns, String... digits) {
        String[] parts = columns.split(", ");
        return IntStream.range(0, parts.length)
                .mapToObj(n -> parts[n].contains(" date")
                        ? "date '2000-01-01' + " + digits[n]
                        : parts[n].contains(" jsonb") ? "to_jsonb(" + digits[n] + ")" : digits[n] + "::text")
                .collect(Collectors.joining(", "));
    }
}
