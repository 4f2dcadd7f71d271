package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema with scripts that PostgreSQL does not run in a transaction is built where nobody uses the database yet. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullBuildTest extends PullFixture {

    private static final String SCRIPTS =
            "SELECT string_agg(script, ' ' ORDER BY installed_rank) FROM flyway_schema_history WHERE success";

    @BeforeEach
    void productionRanSuchScripts() {
        project.script("V1__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY, amount int);")
                .script("V2__index.sql", "CREATE INDEX CONCURRENTLY by_amount ON orders (amount);")
                .script("V3__kind.sql", "CREATE TYPE kind AS ENUM ('a'); CREATE TABLE kinds (k kind PRIMARY KEY);")
                .script("V4__value.sql", "ALTER TYPE kind ADD VALUE 'b';")
                .script("V5__use.sql", "INSERT INTO kinds VALUES ('b');");
        // As Flyway itself would, one by one.
        for (String script : new String[] {"V1__orders.sql", "V3__kind.sql", "V4__value.sql", "V5__use.sql"}) {
            project.migrate(prod, script);
        }
        server.execute(
                prod,
                "CREATE INDEX by_amount ON orders (amount)",
                "INSERT INTO flyway_schema_history"
                        + " SELECT 5, '2', 'index', 'SQL', 'V2__index.sql', NULL, 'me', now(), 1, true",
                "INSERT INTO orders SELECT i, i % 10 FROM generate_series(1, 500) i");
        project.mode("in-place");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "in-place", "transaction"})
    void anEmptyOrNewDatabaseIsBuiltByThem(String mode) {
        PullPlan plan = project.mode(mode).plan();
        PullReport report = project.execute(plan);

        assertThat(plan.filling().mode())
                .isEqualTo(Map.of("auto", Mode.SWAP, "in-place", Mode.IN_PLACE, "transaction", Mode.TRANSACTION)
                        .get(mode));
        assertThat(plan.notices()).anyMatch(notice -> notice.contains("run by itself") && notice.contains("V2__"));
        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.migrations()).hasSize(5);
        assertThat(server.value(local, SCRIPTS))
                .isEqualTo("V1__orders.sql V2__index.sql V3__kind.sql V4__value.sql V5__use.sql");
        assertThat(server.value(local, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_amount'::regclass"))
                .isEqualTo("t");
        assertThat(server.value(local, "SELECT count(*), sum(amount) FROM orders"))
                .isEqualTo("500|2250");
        assertThat(server.query(local, "SELECT relname FROM pg_class WHERE relname ~ '^sync_'"))
                .isEmpty();
    }

    @Test
    void whatFailsOnTheWayStaysInAnEmptyTargetAndIsGoneOnWith() {
        server.execute(
                local,
                "CREATE SCHEMA other",
                "CREATE FUNCTION other.fails() RETURNS event_trigger LANGUAGE"
                        + " plpgsql AS 'BEGIN IF current_query() ~ ''CREATE TYPE'' THEN RAISE ''no''; END IF; END'",
                "CREATE EVENT TRIGGER fails_" + local.url().database()
                        + " ON ddl_command_start EXECUTE FUNCTION other.fails()");

        PullReport failed = project.pull();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.migrations()).containsExactly("V1__orders.sql", "V2__index.sql");
        assertThat(project.events)
                .anyMatch(event -> event instanceof SyncEvent.Notice notice
                        && notice.text()
                                .contains("2 migrations stay in local; the next pull goes on with the other 3"));

        server.execute(local, "DROP EVENT TRIGGER fails_" + local.url().database());
        PullReport again = project.pull();

        assertThat(again.problems()).isEmpty();
        assertThat(again.migrations()).containsExactly("V3__kind.sql", "V4__value.sql", "V5__use.sql");
        assertThat(server.value(local, "SELECT count(*) FROM orders")).isEqualTo("500");
    }

    @Test
    void aFailedBuildOfANewDatabaseLeavesNothing() {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY by_amount ON orders (amonut);")
                .mode("swap");

        PullReport failed = project.pull();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.problems().get(0).where()).contains("V2__index.sql");
        assertThat(server.query(
                        server.maintenance(),
                        "SELECT datname FROM pg_database WHERE starts_with(datname, '"
                                + local.url().database() + "')"))
                .containsExactly(local.url().database());
    }

    @Test
    void aTargetThatIsInUseIsLeftToFlywayWhichMustNotHang() {
        project.migrate(local, "V1__orders.sql");

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> project.plan());

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("V2__index.sql");
            assertThat(problem.remedy())
                    .contains("mvn flyway:migrate -Dflyway.target=5 -Dflyway.postgresql.transactional.lock=false");
        });

        project.script("V2__index.sql", "BEGIN; CREATE INDEX by_amount ON orders (amount); COMMIT;");
        assertThat(catchThrowableOfType(RefusedException.class, () -> project.plan())
                        .problems())
                .extracting(Problem::remedy)
                .singleElement()
                .asString()
                .contains("mvn flyway:migrate -Dflyway.target=5")
                .doesNotContain("lock");
    }
}
