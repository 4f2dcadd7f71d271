package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull that fails leaves the target as it was, and one that succeeds copies one moment of the source. */
class PullSafetyTest extends PullFixture {

    @Test
    void aPullThatFailsMidwayLeavesTheTargetAsItWas() {
        both(
                "CREATE TABLE a (id serial PRIMARY KEY, next int)",
                "CREATE TABLE b (id int CONSTRAINT small CHECK (id < 1000000), a int REFERENCES a)",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
                "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION note()");
        server.execute(
                prod,
                "INSERT INTO a (next) SELECT i FROM generate_series(1, 1000) i",
                "ALTER TABLE b DROP CONSTRAINT small",
                "INSERT INTO b SELECT i, 1 FROM generate_series(999000, 1001000) i");
        server.execute(local, "INSERT INTO a (next) VALUES (7)", "INSERT INTO b VALUES (5, 1)");
        List<String> before = state();

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("Cannot write b", "small");
        assertThat(report.tables()).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aForeignKeyThatTheRowsDoNotSatisfyIsNamedAndNothingIsReplaced() {
        both("CREATE TABLE a (id int PRIMARY KEY)", "CREATE TABLE b (a int)");
        server.execute(
                local, "ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (a) REFERENCES a", "INSERT INTO a VALUES (3)");
        server.execute(prod, "INSERT INTO b VALUES (99)");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what())
                .contains("foreign key b_a of b", "23503")
                .doesNotContain("99");
        assertThat(server.query(local, "SELECT id FROM a")).containsExactly("3");
    }

    @Test
    void aTargetThatIsCutOffMidwayIsAsItWas() {
        both("CREATE TABLE t (v text)");
        server.execute(prod, "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 20000)");
        server.execute(local, "INSERT INTO t VALUES ('old')");
        project.rules("t: { v: keep }").onEvent(once(() -> terminate(local, "sync pull-prod")));

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(server.query(local, "SELECT v FROM t")).containsExactly("old");
    }

    @Test
    void aSourceThatIsCutOffMidwayLeavesTheTargetAsItWas() {
        both("CREATE TABLE t (v text)");
        server.execute(prod, "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 50000)");
        server.execute(local, "INSERT INTO t VALUES ('old')");
        project.rules("t: { v: keep }").onEvent(once(() -> terminate(prod, "sync pull-prod")));

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("Cannot read t");
        assertThat(server.query(local, "SELECT v FROM t")).containsExactly("old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place"})
    void rowsThatChangeDuringThePullAreCopiedAsOfOneMoment(String mode) {
        both(
                "CREATE TABLE a_first (id int PRIMARY KEY, pad text)",
                "CREATE TABLE z_second (id int PRIMARY KEY, a int REFERENCES a_first)");
        server.execute(
                prod,
                "INSERT INTO a_first SELECT i, repeat('x', 1000) FROM generate_series(1, 5000) i",
                "INSERT INTO z_second VALUES (1, 1)");
        project.mode(mode)
                .rules("a_first: { pad: keep }")
                .onEvent(once(() -> server.execute(
                        prod,
                        "INSERT INTO a_first VALUES (9999, '')",
                        "INSERT INTO z_second VALUES (2, 9999)",
                        "DELETE FROM z_second WHERE id = 1",
                        "DELETE FROM a_first WHERE id = 1")));

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, "SELECT * FROM z_second")).containsExactly("1|1");
        assertThat(server.value(local, "SELECT count(*), max(id) FROM a_first")).isEqualTo("5000|5000");
        assertThat(server.value(prod, "SELECT count(*) FROM z_second")).isEqualTo("1");
    }

    @Test
    void ddlOnTheSourceWaitsUntilThePullIsDone() {
        both("CREATE TABLE a (v text)", "CREATE TABLE z (id int)");
        server.execute(
                prod,
                "INSERT INTO a SELECT repeat('x', 1000) FROM generate_series(1, 5000)",
                "INSERT INTO z VALUES (1), (2)");
        boolean[] refused = {false};
        project.rules("a: { v: keep }").onEvent(once(() -> {
            try {
                server.execute(prod, "SET lock_timeout = '100ms'; TRUNCATE z");
            } catch (AssertionError expected) {
                refused[0] = expected.getMessage().contains("lock timeout");
            }
        }));

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(refused[0]).isTrue();
        assertThat(server.value(local, "SELECT count(*) FROM z")).isEqualTo("2");
    }

    @Test
    void aSourceThatChangedSinceThePlanIsNotCopied() {
        both("CREATE TABLE t (id int)");
        server.execute(local, "INSERT INTO t VALUES (7)");
        PullPlan plan = project.plan();
        server.execute(prod, "ALTER TABLE t ADD email text", "INSERT INTO t VALUES (1, 'ann@corp.example')");

        PullReport report = project.execute(plan);

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.problems().get(0).what()).contains("has changed since the plan");
        assertThat(server.query(local, "SELECT id FROM t")).containsExactly("7");
    }

    @Test
    void aTargetInUseIsNotWaitedForForEver() throws Exception {
        both("CREATE TABLE t (id int)");
        try (var busy = local.connect("application");
                var statement = busy.createStatement()) {
            busy.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1)");

            PullReport report = project.pull();

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problems().get(0).text())
                    .contains("Cannot empty the tables", "in use", "sync application");
        }
    }

    @Test
    void anEmptyTargetFirstGetsExactlyTheScriptsThatTheSourceRan() {
        project.script("V1__users.sql", "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE);")
                .script("V2__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY, users int REFERENCES users);")
                .rules("users: { email: email }");
        project.migrate(prod);
        server.execute(
                prod, "INSERT INTO users (email) VALUES ('ann@corp.example')", "INSERT INTO orders VALUES (1, 1)");
        project.script("V3__later.sql", "CREATE TABLE later (id int);");

        PullPlan plan = project.plan();
        assertThat(server.value(local, "SELECT count(*) FROM pg_class WHERE relname = 'users'"))
                .isEqualTo("0");
        PullReport report = project.execute(plan);

        assertThat(plan.emptyTarget()).isTrue();
        assertThat(plan.why()).isEqualTo("is empty");
        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.migrations()).containsExactly("V1__users.sql", "V2__orders.sql");
        assertThat(server.query(local, "SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1", "2");
        assertThat(server.value(
                        local, "SELECT email LIKE 'user\\_%@example.com' FROM users JOIN orders ON users = users.id"))
                .isEqualTo("t");
    }

    @Test
    void aTargetThatIsBehindGetsWhatItLacks() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);");
        project.migrate(prod);
        project.pull();
        project.script("V2__b.sql", "ALTER TABLE a ADD b int;");
        project.migrate(prod, "V2__b.sql");
        server.execute(prod, "INSERT INTO a VALUES (1, 2)");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.migrations()).containsExactly("V2__b.sql");
        assertThat(server.query(local, "SELECT * FROM a")).containsExactly("1|2");
    }

    @Test
    void aTargetThatIsAheadIsRefusedWithTheWayBack() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);");
        project.migrate(prod);
        project.pull();
        server.execute(local, "INSERT INTO a VALUES (5)", """
                INSERT INTO flyway_schema_history
                SELECT 2, '2', 'mine', 'SQL', 'V2__mine.sql', 1, 'me', now(), 1, true
                """);

        RefusedException refused = Assertions.catchThrowableOfType(RefusedException.class, () -> project.plan());

        assertThat(refused.problem().text()).contains("TARGET_ONLY", "V2__mine.sql", "Empty local");
        assertThat(server.query(local, "SELECT id FROM a")).containsExactly("5");
    }

    @Test
    void masksThatDoNotFitAFreshSchemaAreFoundBeforeAnyRowIsReplaced() {
        project.script("V1__a.sql", "CREATE TABLE a (code text CONSTRAINT digits CHECK (code ~ '^[0-9]*$'));")
                .rules("a: { code: redact }");
        project.migrate(prod);
        server.execute(prod, "INSERT INTO a VALUES ('4711')");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).what()).contains("Masked rows of a do not fit", "digits");
        assertThat(report.migrations()).containsExactly("V1__a.sql");
        assertThat(server.value(local, "SELECT count(*) FROM a")).isEqualTo("0");
    }

    private List<String> state() {
        return server.query(local, """
                SELECT 'a ' || id || ' ' || next FROM a
                UNION ALL SELECT 'b ' || id || ' ' || a FROM b
                UNION ALL SELECT 'sequence ' || last_value || is_called FROM a_id_seq
                UNION ALL SELECT conname::text || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'
                UNION ALL SELECT tgname::text || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
                ORDER BY 1
                """);
    }

    private static void terminate(Database database, String application) {
        server.query(
                database,
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = '" + application + "'");
    }

    /** Runs something when the first rows of a copy have gone. */
    private static Consumer<SyncEvent> once(Runnable work) {
        AtomicBoolean done = new AtomicBoolean();
        return event -> {
            if (event instanceof SyncEvent.Progress && done.compareAndSet(false, true)) {
                work.run();
            }
        };
    }
}
