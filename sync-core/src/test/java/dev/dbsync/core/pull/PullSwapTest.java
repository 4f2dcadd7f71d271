package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pull that fills a new database and puts it into the target's place. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullSwapTest extends PullFixture {

    @BeforeEach
    void productionWithAHistory() {
        project.mode("auto")
                .script(
                        "V1__users.sql",
                        "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, pad text);")
                .script("V2__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY, users int REFERENCES users);")
                .rules("users: { email: email, pad: keep }");
        project.migrate(prod);
        server.execute(
                prod,
                "INSERT INTO users (email, pad) SELECT 'u' || i || '@corp.example', repeat('x', 1500)"
                        + " FROM generate_series(1, 8000) i",
                "INSERT INTO orders SELECT i, 1 + i % 8000 FROM generate_series(1, 100000) i",
                "ANALYZE");
    }

    @Test
    void aTargetWithNothingOfItsOwnIsReplacedByANewDatabase() {
        String before = server.value(local, "SELECT oid FROM pg_database WHERE datname = current_database()");

        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);

        assertThat(plan.filling().mode()).isEqualTo(Mode.SWAP);
        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.migrations()).containsExactly("V1__users.sql", "V2__orders.sql");
        assertThat(server.value(local, "SELECT oid FROM pg_database WHERE datname = current_database()"))
                .isNotEqualTo(before);
        allIsThere();
        assertThat(project.plan().filling().mode()).isEqualTo(Mode.SWAP);
    }

    @Test
    void aTargetThatIsAheadOfProductionIsBuiltAnewAtProductionsSet() {
        project.pull();
        project.script("V3__mine.sql", "CREATE TABLE mine (id int);");
        project.migrate(local, "V3__mine.sql");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(server.query(local, "SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1", "2");
        allIsThere();
    }

    @Test
    void aTargetWithObjectsOfItsOwnIsFilledInPlace() {
        project.migrate(local);
        server.execute(local, "CREATE TABLE notes (v text)", "INSERT INTO notes VALUES ('mine')");

        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);

        assertThat(plan.filling().mode()).isEqualTo(Mode.IN_PLACE);
        assertThat(plan.filling().why()).contains("objects of its own", "notes");
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, "SELECT v FROM notes")).containsExactly("mine");
        allIsThere();
    }

    @Test
    void aSelectionIsFilledInPlace() {
        project.migrate(local);

        PullPlan plan = project.exclude("orders").plan();

        assertThat(plan.filling().mode()).isEqualTo(Mode.IN_PLACE);
        assertThat(plan.filling().why()).contains("not all of the source");
    }

    @Test
    void aPullThatFailsLeavesTheTargetAsItWasAndIsResumed() {
        project.migrate(local);
        server.execute(local, "INSERT INTO users (email) VALUES ('old')");
        List<String> before = TargetState.of(server, local);
        AtomicBoolean done = new AtomicBoolean();
        project.pull("workers: 1").onEvent(event -> {
            if (event instanceof SyncEvent.Progress progress
                    && progress.finished()
                    && done.compareAndSet(false, true)) {
                server.query(
                        local,
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                                + " || '_sync_new'");
            }
        });

        PullReport failed = project.pull();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.problems().get(failed.problems().size() - 1).what()).contains("local is as it was");
        assertThat(TargetState.of(server, local)).isEqualTo(before);
        PullReport resumed = project.resume(true).pull();
        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.tables()).hasSize(1);
        allIsThere();
    }

    private void allIsThere() {
        assertThat(server.value(local, "SELECT count(*), count(DISTINCT email) FROM users"))
                .isEqualTo("8000|8000");
        assertThat(server.value(local, "SELECT count(*) FROM users WHERE email !~ '^user_[0-9a-f]{16}@example.com$'"))
                .isEqualTo("0");
        assertThat(server.value(local, "SELECT count(*) FROM orders")).isEqualTo("100000");
        assertThat(server.query(
                        local, "SELECT datname FROM pg_database WHERE datname LIKE current_database() || '_sync%'"))
                .isEmpty();
    }
}
