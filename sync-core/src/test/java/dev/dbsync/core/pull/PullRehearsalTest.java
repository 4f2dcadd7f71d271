package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.migration.Rehearsal;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.PullJson;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.run.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dsync.migrate}: the checkout's own migrations on the rows that were pulled. */
class PullRehearsalTest extends PullFixture {

    @BeforeEach
    void aReleasedVersion() {
        project.script("V1__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY, amount int);");
        project.migrate(prod, "V1__orders.sql");
        server.execute(prod, "INSERT INTO orders SELECT i, i % 10 FROM generate_series(1, 500) i");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place", "swap"})
    void pendingScriptsRunOnTheRowsAndAreTimed(String mode) {
        project.script("V2__double.sql", "UPDATE orders SET amount = amount * 2;")
                .script("V3__index.sql", "CREATE INDEX CONCURRENTLY by_amount ON orders (amount);")
                .script("V4__check.sql", "ALTER TABLE orders ADD CHECK (amount % 2 = 0);")
                .script("R__view.sql", "CREATE VIEW large AS SELECT * FROM orders WHERE amount > 10;");

        PullReport report = project.mode(mode).rehearse(true).pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        RehearsalReport rehearsal = report.rehearsal().orElseThrow();
        assertThat(rehearsal.complete()).isTrue();
        assertThat(rehearsal.scripts())
                .extracting(Rehearsal.Timed::script)
                .containsExactly("V2__double.sql", "V3__index.sql", "V4__check.sql", "R__view.sql");
        assertThat(rehearsal.scripts()).allMatch(script -> !script.took().isZero());
        assertThat(server.value(local, "SELECT count(*), sum(amount), (SELECT count(*) FROM large) FROM orders"))
                .isEqualTo("500|4500|200");
        assertThat(server.query(local, "SELECT relname FROM pg_class WHERE relname ~ '^(sync_|by_amount)'"))
                .containsExactly("by_amount");
        assertThat(server.query(
                        local, "SELECT script FROM flyway_schema_history WHERE success ORDER BY installed_rank"))
                .containsExactly("V1__orders.sql", "V2__double.sql", "V3__index.sql", "V4__check.sql", "R__view.sql");
        assertThat(PullText.of(report)).contains("Rehearsed on these rows: 4 migrations", "V3__index.sql");
        assertThat(PullJson.of(report)).containsPattern("\"complete\" ?: ?true").contains("V3__index.sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place", "swap"})
    void aScriptThatFailsOnTheRowsFailsTheBuildAndTheRowsAreThere(String mode) {
        project.script("V2__fine.sql", "ALTER TABLE orders ADD note text;")
                .script("V3__unique.sql", "ALTER TABLE orders ADD UNIQUE (amount);")
                .script("V4__never.sql", "CREATE TABLE never (id int);");

        PullReport report = project.mode(mode).rehearse(true).pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.tables())
                .singleElement()
                .extracting(TableReport::rows)
                .isEqualTo(500L);
        assertThat(report.verification()).isPresent();
        assertThat(report.rehearsal().orElseThrow().complete()).isFalse();
        assertThat(report.rehearsal().orElseThrow().scripts())
                .extracting(Rehearsal.Timed::script)
                .containsExactly("V2__fine.sql");
        assertThat(report.problems()).hasSize(2);
        assertThat(report.problems().get(0))
                .extracting(Problem::what, Problem::where)
                .asString()
                .contains("23505", "V3__unique.sql");
        assertThat(report.problems().get(1).what()).contains("The rows are pulled");
        assertThat(report.rollback().toString()).doesNotContain("are as they were");
        assertThat(server.value(local, "SELECT count(*), count(note), to_regclass('never') FROM orders"))
                .isEqualTo("500|0|∅");
    }

    @Test
    void whatIsProvedInPartIsSaidToBeSoAlsoWhereTheRehearsalFails() {
        project.script("V2__unique.sql", "ALTER TABLE orders ADD UNIQUE (amount);")
                .mode("in-place")
                .onEvent(event -> {
                    if (event instanceof SyncEvent.StepStarted started
                            && started.step().startsWith("Prove")) {
                        throw new SyncException(new Problem("ended", "here", ""));
                    }
                });
        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);

        PullReport report =
                project.onEvent(event -> {}).resume(true).rehearse(true).pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.rehearsal()).isPresent();
        assertThat(report.earlier()).containsExactly("orders");
        assertThat(PullText.of(report)).contains("The proof is incomplete for tables");
    }

    @Test
    void aScriptByItselfThatFailedGoesOnWithTheNextPull() {
        project.mode("swap")
                .script("V2__index.sql", "CREATE UNIQUE INDEX CONCURRENTLY by_amount ON orders (amount);")
                .rehearse(true);

        PullReport failed = project.pull();
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY by_amount ON orders (amount);");
        PullReport again = project.pull();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(again.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.value(
                        local, "SELECT indisunique, indisvalid FROM pg_index WHERE indexrelid = 'by_amount'::regclass"))
                .isEqualTo("f|t");
    }

    @Test
    void thePlanNamesThem() {
        project.script("V2__double.sql", "UPDATE orders SET amount = amount * 2;");
        PullPlan without = project.plan();

        PullPlan plan = project.rehearse(true).plan();

        assertThat(plan.notices()).anyMatch(notice -> notice.contains("V2__double.sql"));
        assertThat(plan.id()).isNotEqualTo(without.id());
        assertThat(plan.options()).contains("-Dsync.migrate");
        assertThat(without.notices()).noneMatch(notice -> notice.contains("V2__double.sql"));
    }

    @Test
    void aCheckoutThatDoesNotContinueProductionsHistoryIsRefusedBeforeTheLoad() {
        project.migrate(local, "V1__orders.sql");
        project.script("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, amount int);")
                .rehearse(true);

        assertThatThrownBy(project::plan).isInstanceOf(RefusedException.class).hasMessageContaining("CHECKSUM");
    }

    @Test
    void unaskedNothingIsRun() {
        project.script("V2__double.sql", "UPDATE orders SET amount = amount * 2;");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.rehearsal()).isEmpty();
        assertThat(server.value(local, "SELECT sum(amount) FROM orders")).isEqualTo("2250");
    }
}
