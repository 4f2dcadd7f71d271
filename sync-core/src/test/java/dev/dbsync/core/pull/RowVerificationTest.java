package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.comparison.RowsCompared;
import dev.dbsync.core.comparison.TableVerdict;
import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever differs between what was sent and what arrived is found, and nothing else is. */
class RowVerificationTest extends PullFixture {

    private static final String USERS = """
            CREATE TABLE users (id bigint PRIMARY KEY, a bigint, b bigint, n numeric, note text, at timestamptz,
                email text, full_name text, secret text, gone text)
            """;

    /** Every tenth has NULLs. */
    private static final String ROWS = """
            INSERT INTO users
            SELECT i, i * 3, i * 5, i / 7.0, 'note ' || i, timestamptz '2024-01-01 00:00Z' + i * interval '1 hour',
                   CASE WHEN i %% 10 > 0 THEN 'Person' || i || '@corp.example' END, 'Ann ' || i, 'pin ' || i, 'x'
            FROM generate_series(1, %d) AS i
            """;

    private static final String RULES =
            "users: { note: keep, email: email, full_name: name, secret: redact, gone: 'null' }";

    private Verification pulled(int rows) {
        both(USERS);
        server.execute(prod, ROWS.formatted(rows));
        return pulled(RULES);
    }

    private Verification pulled(String rules) {
        project.rules(rules);
        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);
        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        return new Verification(prod, local, plan);
    }

    @Test
    void whatArrivedIsFoundToBeWhatWasSent() {
        Verification verification = pulled(1000);

        TableVerdict sample = verification.verdict(Verify.SAMPLE);
        assertThat(sample.problems()).isEmpty();
        assertThat(sample.how()).isEqualTo(TableVerdict.How.BY_KEY);
        assertThat(sample.rows()).isEqualTo(1000);
        assertThat(sample.maskedValues()).isEqualTo(3900);

        TableVerdict full = verification.verdict(Verify.FULL);
        assertThat(full.problems()).isEmpty();
        assertThat(full.how()).isEqualTo(TableVerdict.How.WHOLE);
        assertThat(full.rows()).isEqualTo(1000);

        assertThat(verification.verdict(Verify.COUNTS).rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = a + 1",
                "a = a + (1::bigint << 32) - 1",
                "a = NULL",
                "n = n + 1e-15",
                "note = note || ' '",
                "note = 'Note 500'",
                "note = ''",
                "at = at + interval '1 microsecond'",
                "a = b, b = a",
                "id = -500"
            })
    void aSingleChangedCellIsFound(String change) {
        Verification verification = pulled(1000);
        server.execute(local, "UPDATE users SET " + change + " WHERE id = 500");

        assertThat(verification.problems(Verify.SAMPLE)).hasSize(1);
        assertThat(verification.problems(Verify.FULL)).isNotEmpty();
    }

    @Test
    void theMessageNamesTheColumnsAndNoValue() {
        Verification verification = pulled(1000);
        server.execute(local, "UPDATE users SET note = 'changed', b = 12 WHERE id IN (500, 501)");

        assertThat(verification.problems(Verify.SAMPLE))
                .containsExactly("2 of 1000 sampled rows of users differ from the source in b, note");
        assertThat(verification.problems(Verify.FULL)).contains("The rows of users differ from the source in b, note");
        assertThat(verification.verdict(Verify.SAMPLE).problems().toString()).doesNotContain("changed");
    }

    @Test
    void valuesThatTradePlacesBetweenRowsAreFound() {
        Verification verification = pulled(1000);
        server.execute(
                local,
                "UPDATE users u SET b = o.b FROM users o WHERE u.id IN (3, 4) AND o.id = 7 - u.id",
                "UPDATE users u SET full_name = o.full_name FROM users o WHERE u.id IN (13, 14) AND o.id = 27 - u.id");

        assertThat(verification.problems(Verify.SAMPLE))
                .containsExactly(
                        "2 of 1000 sampled rows of users differ from the source in b",
                        "2 of 1000 sampled rows of users do not hold in full_name what its mask makes of the source's"
                                + " value");
        assertThat(verification.problems(Verify.FULL))
                .contains("The rows of users differ from the source: each column holds the right values, but in other"
                        + " rows");
    }

    @Test
    void aLostRowIsFound() {
        Verification verification = pulled(1000);
        server.execute(local, "DELETE FROM users WHERE id = 77");

        assertThat(verification.problems(Verify.SAMPLE))
                .containsExactly("1 of 1000 sampled rows of users did not arrive");
        assertThat(verification.problems(Verify.FULL))
                .contains("The source has 1000 rows of users, and the target 999");
    }

    @Test
    void aDoubledRowIsFound() {
        both("CREATE TABLE log (at int, what text)");
        server.execute(prod, "INSERT INTO log SELECT i % 10, 'x' FROM generate_series(1, 100) i");
        Verification verification = pulled("log: { what: keep }");
        assertThat(verification.problems(Verify.SAMPLE)).isEmpty();
        server.execute(
                local,
                "DELETE FROM log WHERE ctid IN (SELECT ctid FROM log WHERE at = 1 LIMIT 2)",
                "INSERT INTO log VALUES (2, 'x'), (2, 'x')");

        for (Verify mode : List.of(Verify.SAMPLE, Verify.FULL)) {
            assertThat(verification.problems(mode)).containsExactly("The rows of log differ from the source in at");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Verify.class,
            names = {"SAMPLE", "FULL"})
    void aValueThatEscapedItsMaskIsFound(Verify mode) {
        Verification verification = pulled(1000);
        server.execute(
                local,
                "UPDATE users SET email = 'person501@CORP.example' WHERE id = 501",
                "UPDATE users SET full_name = 'Ann 502', secret = 'pin 502', gone = 'x' WHERE id = 502");

        List<String> problems = verification.problems(mode);

        for (String column : List.of("email", "full_name", "secret", "gone")) {
            assertThat(problems)
                    .contains("1 of 1000 sampled rows of users hold the source's own value in the masked column "
                            + column);
        }
        assertThat(problems.toString())
                .doesNotContain("orp.example")
                .doesNotContain("Ann")
                .doesNotContain("pin ");
    }

    @Test
    void aMaskedColumnThatHoldsSomethingElseIsFound() {
        Verification verification = pulled(1000);
        server.execute(
                local,
                "UPDATE users SET email = full_name, full_name = email WHERE id = 1",
                "UPDATE users SET email = NULL WHERE id = 2",
                "UPDATE users SET email = 'user_0000000000000000@example.com' WHERE id = 10");

        assertThat(verification.problems(Verify.SAMPLE))
                .containsExactly(
                        "3 of 1000 sampled rows of users do not hold in email what its mask makes of the source's value",
                        "1 of 1000 sampled rows of users do not hold in full_name what its mask makes of the source's"
                                + " value");
    }

    @Test
    void aTableWithoutAKeyIsComparedAsAWhole() {
        both("CREATE TABLE visit (at timestamptz, email text, who text, pin text)");
        server.execute(prod, """
                INSERT INTO visit
                SELECT now(), 'p' || i || '@corp.example', 'Bob', NULLIF(i, 5)::text FROM generate_series(1, 300) i
                """);
        Verification verification = pulled("visit: { email: email, who: redact, pin: 'null' }");
        TableVerdict verdict = verification.verdict(Verify.SAMPLE);
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.how()).isEqualTo(TableVerdict.How.WHOLE);
        assertThat(verdict.rows()).isEqualTo(300);
        server.execute(
                local,
                "UPDATE visit SET email = 'P7@corp.example' WHERE ctid = '(0,7)'",
                "UPDATE visit SET email = (SELECT email FROM visit WHERE ctid = '(0,8)') WHERE ctid = '(0,9)'",
                "UPDATE visit SET who = 'Bob', pin = '1' WHERE ctid = '(0,10)'");

        for (Verify mode : List.of(Verify.SAMPLE, Verify.FULL)) {
            assertThat(verification.problems(mode))
                    .containsExactly(
                            "The column email of visit holds 300 different values in the source, and only 299 in the"
                                    + " target",
                            "The masked column email of visit holds values of the source: 1",
                            "The column pin of visit holds 299 values in the source, and 1 in the target",
                            "The column who of visit holds several values, and its mask makes only one");
        }
    }

    @Test
    void valuesThatAMaskLeavesAsTheyAreAreNoLeaks() {
        both("CREATE TABLE t (id int PRIMARY KEY, a text, b text)", "CREATE TABLE u (a text)");
        server.execute(
                prod,
                "INSERT INTO t SELECT i, '[REDACTED]', 'gone' FROM generate_series(1, 50) i",
                "INSERT INTO u SELECT '[REDACTED]' FROM generate_series(1, 50) i");

        Verification verification =
                pulled("t: { a: redact, b: { strategy: constant, value: gone } }\nu: { a: redact }");

        assertThat(verification.problems(Verify.SAMPLE)).isEmpty();
        assertThat(verification.problems(Verify.FULL)).isEmpty();
    }

    @Test
    void whereThereIsNoKeyAndMuchToReadOnlyTheNumberIsComparedAndSaidSo() {
        both("CREATE TABLE big (i int, padding text)");
        server.execute(
                prod, "INSERT INTO big SELECT i, repeat('x', 900) FROM generate_series(1, 10000) i", "ANALYZE big");
        Verification verification = pulled("big: { padding: keep }");

        TableVerdict verdict = verification.verdict(Verify.SAMPLE);

        assertThat(verdict.how()).isEqualTo(TableVerdict.How.COUNTED);
        assertThat(verdict.why()).contains("no key");
        assertThat(RowsCompared.of(Verify.SAMPLE, List.of(verdict)).countedOnly())
                .hasSize(1);
        assertThat(verification.verdict(Verify.FULL).how()).isEqualTo(TableVerdict.How.WHOLE);
    }

    @Test
    void aKeyThatIsMaskedOrMayBeNullFindsNoRow() {
        both("CREATE TABLE t (email text PRIMARY KEY, code int UNIQUE, nr int NOT NULL UNIQUE)");
        server.execute(prod, "INSERT INTO t VALUES ('a@corp.example', NULL, 1), ('b@corp.example', NULL, 2)");

        TableVerdict verdict = pulled("t: { email: email }").verdict(Verify.SAMPLE);

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.how()).isEqualTo(TableVerdict.How.BY_KEY);
        server.execute(local, "ALTER TABLE t DROP CONSTRAINT t_nr_key");
        assertThat(new Verification(prod, local, project.plan())
                        .verdict(Verify.SAMPLE)
                        .how())
                .isEqualTo(TableVerdict.How.WHOLE);
    }

    @Test
    void onlyRowsForWhichTheConditionHoldsAreExpected() {
        both("CREATE TABLE orders (id int PRIMARY KEY, state text)");
        server.execute(
                prod,
                "INSERT INTO orders SELECT i, CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END FROM generate_series(1, 100) i");
        project.pull("tables: [{ table: orders, where: \"orders.state LIKE '%en'\" }]");
        Verification verification = pulled("orders: { state: keep }");
        assertThat(server.value(local, "SELECT count(*) FROM orders")).isEqualTo("50");

        assertThat(verification.problems(Verify.FULL)).isEmpty();
        assertThat(verification.verdict(Verify.SAMPLE).rows()).isEqualTo(50);
        assertThat(verification.problems(Verify.SAMPLE)).isEmpty();
        server.execute(local, "DELETE FROM orders WHERE id = 2");
        assertThat(verification.problems(Verify.SAMPLE))
                .containsExactly("1 of 50 sampled rows of orders did not arrive");
        assertThat(verification.problems(Verify.FULL))
                .containsExactly("The source has 50 rows of orders, and the target 49");
    }

    @Test
    void anEmptyTableIsEqualToAnEmptyTable() {
        both("CREATE TABLE t (id int PRIMARY KEY, email text)", "CREATE TABLE u (email text)");
        Verification verification = pulled("t: { email: email }\nu: { email: email }");

        for (Verify mode : List.of(Verify.SAMPLE, Verify.FULL)) {
            List<TableVerdict> verdicts = verification.verdicts(mode);
            assertThat(verdicts)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(verdict -> verdict.problems().isEmpty());
            assertThat(RowsCompared.of(mode, verdicts).countedOnly()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place"})
    void thePullItselfComparesItsRowsAndSaysHowMany(String mode) {
        both(USERS, "CREATE TABLE log (what text)");
        server.execute(prod, ROWS.formatted(100), "INSERT INTO log VALUES ('x')");
        project.rules(RULES + "\nlog: { what: keep }").mode(mode);

        RowsCompared compared = project.pull().verification().orElseThrow().compared();

        assertThat(compared).isEqualTo(new RowsCompared(Verify.SAMPLE, 101, 390, 1, 1, List.of()));
    }

    @Test
    void howDeepIsConfigured() {
        both("CREATE TABLE t (id int PRIMARY KEY)");
        server.execute(prod, "INSERT INTO t VALUES (1)");

        assertThat(project.pull("verify: full")
                        .pull()
                        .verification()
                        .orElseThrow()
                        .compared())
                .isEqualTo(new RowsCompared(Verify.FULL, 1, 0, 0, 1, List.of()));
        assertThat(project.pull("verify: counts")
                        .pull()
                        .verification()
                        .orElseThrow()
                        .compared())
                .isEqualTo(new RowsCompared(Verify.COUNTS, 0, 0, 0, 0, List.of()));
    }

    @Test
    void aPullThatFindsDifferencesFailsAndResumedItCopiesThoseTablesAgain() {
        both(USERS, "CREATE TABLE t (id int PRIMARY KEY)");
        server.execute(prod, ROWS.formatted(100), "INSERT INTO t VALUES (1)");
        project.rules(RULES).mode("in-place");
        AtomicBoolean once = new AtomicBoolean(true);
        project.onEvent(event -> {
            if (event instanceof SyncEvent.StepStarted step
                    && step.step().startsWith("Compare")
                    && once.getAndSet(false)) {
                server.execute(local, "UPDATE users SET note = 'of somebody else' WHERE id = 7");
            }
        });

        PullReport failed = project.pull();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.problems().toString())
                .contains("1 of 100 sampled rows of users differ from the source in note")
                .doesNotContain("of somebody else");

        PullReport resumed = project.resume(true).pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(resumed.verification().orElseThrow().compared().countedOnly())
                .containsExactly("t: an earlier run has copied it, from a snapshot that is gone");
        assertThat(server.value(local, "SELECT note FROM users WHERE id = 7")).isEqualTo("note 7");
    }
}
