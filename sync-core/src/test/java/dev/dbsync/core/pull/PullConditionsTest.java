package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.report.PullJson;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules whose masks depend on more of the row than the value: by a condition, or by another column. */
class PullConditionsTest extends PullFixture {

    /** Of 1,000 users 100 are staff, of 100 nobody knows; the column doc keeps a table from binary. */
    private static final String ROWS = """
            INSERT INTO users (id, email, pin, staff, code, doc)
            SELECT i,
                   'Person' || i || CASE WHEN i % 10 = 0 THEN '@OurCompany.com' ELSE E'@\\t\\\\corp.example' END,
                   CASE WHEN i % 7 > 0 THEN 'pin ' || i % 50 END,
                   CASE i % 10 WHEN 0 THEN true WHEN 1 THEN NULL ELSE false END,
                   'code ' || i % 3,
                   '<doc/>'
            FROM generate_series(1, 1000) AS i
            """;

    private static final String RULES = """
            users:
              email: { strategy: email, when: "users.email NOT ILIKE '%@ourcompany.com' -- staff" }
              pin: { strategy: "null", when: "NOT staff" }
              code: { strategy: salted, by: id }
              doc: keep
            """;

    private void users(String doc) {
        both(
                "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, pin text, staff boolean, code text,"
                        + " doc " + doc + ", mail text GENERATED ALWAYS AS (lower(email)) STORED)");
        server.execute(prod, ROWS, "ANALYZE");
        project.rules(RULES);
    }

    private void isMaskedButForStaff() {
        assertThat(server.query(local, "SELECT count(*) FROM users WHERE email ~ '^user_[0-9a-f]{16}@example.com$'"))
                .containsExactly("900");
        assertThat(server.query(
                        local,
                        "SELECT count(*) FROM users WHERE id % 10 = 0 AND email = 'Person' || id || '@OurCompany.com'"
                                + " AND mail = lower(email) AND pin IS NOT DISTINCT FROM"
                                + " CASE WHEN id % 7 > 0 THEN 'pin ' || id % 50 END"))
                .containsExactly("100");
        assertThat(server.query(local, "SELECT count(*) FROM users WHERE id % 10 > 0 AND pin IS NULL"))
                .as("where nobody knows, too")
                .containsExactly("900");
        assertThat(server.query(
                        local, "SELECT count(DISTINCT code), count(*) FROM users WHERE code ~ '^[0-9a-f]{16}$'"))
                .as("equal values with another id have another mask")
                .containsExactly("1000|1000");
    }

    @ParameterizedTest
    @CsvSource({
        "transaction, text, sample",
        "transaction, xml, full",
        "in-place, text, full",
        "in-place, xml, sample",
        "swap, text, sample",
        "swap, xml, full"
    })
    void rowsThatTheConditionExcludesKeepTheirValues(String mode, String doc, String verify) {
        if (mode.equals("swap")) {
            project.script(
                    "V1__users.sql",
                    "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, pin text, staff boolean,"
                            + " code text, doc " + doc + ", mail text GENERATED ALWAYS AS (lower(email)) STORED);");
            project.migrate(prod);
            server.execute(prod, ROWS, "ANALYZE");
            project.rules(RULES);
        } else {
            users(doc);
        }
        project.mode(mode).pull("verify: " + verify);

        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.tables().stream()
                        .filter(table -> table.table().name().equals("users"))
                        .findFirst()
                        .orElseThrow()
                        .format())
                .isEqualTo(doc.equals("xml") ? "text" : "binary");
        isMaskedButForStaff();
        PullVerification verification = report.verification().orElseThrow();
        // Of the pins of staff, those of every 70th are NULL.
        assertThat(verification.maskedKept()).isEqualTo(Map.of("users.email", 100L, "users.pin", 86L));
        assertThat(verification.maskedUnchanged()).isZero();
        assertThat(PullText.of(plan))
                .contains(
                        "of users.email only values of rows are masked where users.email NOT ILIKE '%@ourcompany.com'");
        assertThat(PullText.of(report)).contains("100 values of users.email left as they are");
        assertThat(PullJson.of(report)).contains("\"when\"", "\"maskedKept\"", "\"collision\"");
    }

    /** It is taken as a query, and fails when it meets a row. */
    @Test
    void aConditionThatFailsForSomeRowIsRefusedByThePlanWithoutTheRow() {
        both("CREATE TABLE person (id int PRIMARY KEY, name text)");
        server.execute(prod, "INSERT INTO person VALUES (1, 'Jane')");
        project.pull("tables: [{ table: person, where: \"name::int > 0\" }]").rules("person: { name: name }");

        RefusedException refused = catchThrowableOfType(RefusedException.class, project::plan);

        assertThat(refused.problem().text())
                .contains("The condition for person cannot be used", "pull.tables")
                .doesNotContain("Jane");
    }

    @Test
    void conditionsGoWithConditionsForRowsAndWithPartsOfTables() {
        users("text");
        server.execute(
                prod,
                "INSERT INTO users (id, email, pin, staff, code, doc)"
                        + " SELECT i, 'p' || i || '@corp.example', repeat('x', 3000), i % 2 = 0, 'c', repeat(md5(i::text), 90)"
                        + " FROM generate_series(1001, 16000) AS i",
                "ANALYZE");
        project.mode("in-place").pull("workers: 3, verify: full, tables: [{ table: users, where: \"id > 500\" }]");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.verification().orElseThrow().maskedKept())
                .isEqualTo(Map.of("users.email", 50L, "users.pin", 7543L));
        assertThat(server.query(local, "SELECT count(*), count(pin) FROM users"))
                .containsExactly("15500|7543");
    }

    @Test
    void aRuleOfAPartitionedTableHoldsByItsConditionInEachPartition() {
        both(
                "CREATE TABLE note (id int, author text, body text, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "CREATE TABLE note_1 PARTITION OF note FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE note_2 (body text, author text, id int NOT NULL)",
                "ALTER TABLE note ATTACH PARTITION note_2 FOR VALUES FROM (100) TO (200)");
        server.execute(prod, "INSERT INTO note SELECT i, 'a' || i % 2, 'secret ' || i FROM generate_series(0, 199) i");
        project.rules("note: { author: keep, body: { strategy: redact, when: \"author <> 'a1'\" } }")
                .pull("verify: full");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(server.query(
                        local, "SELECT author, body = 'secret ' || id, count(*) FROM note GROUP BY 1, 2 ORDER BY 1"))
                .containsExactly("a0|f|100", "a1|t|100");
    }

    @ParameterizedTest
    @EnumSource(
            value = Verify.class,
            names = {"SAMPLE", "FULL"})
    void whatTheConditionKeptAndWasLostIsFoundAndWhatItMaskedAndIsThereToo(Verify verify) {
        users("text");
        PullPlan plan = project.plan();
        assertThat(project.execute(plan).problems()).isEmpty();
        Verification verification = new Verification(prod, local, plan);
        assertThat(verification.problems(verify)).isEmpty();

        server.execute(
                local,
                "UPDATE users SET email = 'user_0123456789abcdef@example.com' WHERE id = 10",
                "UPDATE users SET email = E'Person11@\\t\\\\corp.example' WHERE id = 11",
                "UPDATE users SET pin = NULL WHERE id = 20",
                "UPDATE users SET code = 'x' WHERE id = 30");

        List<String> problems = verification.problems(verify);
        assertThat(problems)
                .contains(
                        "1 of 1000 sampled rows of users do not hold in email the source's value, which the condition of"
                                + " its rule keeps",
                        "1 of 1000 sampled rows of users hold the source's own value in the masked column email",
                        "1 of 1000 sampled rows of users do not hold in pin the source's value, which the condition of"
                                + " its rule keeps",
                        "1 of 1000 sampled rows of users do not hold in code what its mask makes of the source's value");
        if (verify == Verify.FULL) {
            assertThat(problems)
                    .contains(
                            "The column email of users lacks 1 values that the condition of its rule keeps",
                            "The masked column email of users holds values of the source: 1",
                            "The column pin of users holds 858 values in the source, and 85 in the target");
        }
    }

    @Test
    void aPullThatIsResumedMasksByTheSameConditions() {
        users("text");
        both("CREATE TABLE visit (id int PRIMARY KEY, note text)");
        server.execute(prod, "INSERT INTO visit SELECT i, 'n' || i FROM generate_series(1, 9) i", "ANALYZE");
        project.mode("in-place")
                .pull("workers: 1, verify: full")
                .rules(RULES + "visit: { note: { strategy: redact, when: \"id > 3\" } }");
        AtomicBoolean done = new AtomicBoolean();
        project.onEvent(event -> {
            if (event instanceof SyncEvent.Progress progress
                    && progress.finished()
                    && progress.task().equals("users")
                    && done.compareAndSet(false, true)) {
                server.query(
                        local,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
        });
        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);

        PullReport resumed = project.onEvent(event -> {}).resume(true).pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(server.query(local, "SELECT count(*) FROM visit WHERE note LIKE 'n%'"))
                .containsExactly("3");
        isMaskedButForStaff();
    }

    @Test
    void datesOfOnePersonMoveAlikeInAllTablesOfTheDomain() {
        both(
                "CREATE TABLE person (id int PRIMARY KEY, born date, joined date, card text)",
                "CREATE TABLE stay (id bigint PRIMARY KEY, person bigint, since date, until timestamp)");
        server.execute(
                prod,
                "INSERT INTO person SELECT i, date '1970-01-01' + i * 9, date '2001-01-01' + i * 7,"
                        + " '4000 1234 ' || lpad(i::text, 4, '0') FROM generate_series(1, 200) i",
                "INSERT INTO stay SELECT i, 1 + i % 200, date '2020-01-01' + i, timestamp '2021-01-01 10:30' + i"
                        + " * interval '1 hour' FROM generate_series(1, 400) i");
        String shift = "{ strategy: date-shift, domain: person, by: ";
        project.pull("verify: full")
                .rules("person: { born: " + shift + "id }, joined: " + shift
                        + "id }, card: { strategy: partial, last: 4 } }\n" + "stay: { since: " + shift + "person } }");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(
                        local,
                        "SELECT count(*), count(DISTINCT born - (date '1970-01-01' + id * 9)) > 10"
                                + " FROM person WHERE born <> date '1970-01-01' + id * 9 AND born - (date '1970-01-01' + id * 9)"
                                + " = joined - (date '2001-01-01' + id * 7)"))
                .containsExactly("200|t");
        assertThat(server.query(
                        local,
                        "SELECT count(*) FROM stay s JOIN person p ON p.id = s.person WHERE s.since - (date '2020-01-01'"
                                + " + s.id::int) = p.born - (date '1970-01-01' + p.id * 9)"))
                .containsExactly("400");
        assertThat(server.query(local, "SELECT count(*) FROM person WHERE right(card, 4) = lpad(id::text, 4, '0')"))
                .containsExactly("200");
    }
}
