package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.report.PullJson;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A swap that was interrupted is gone on with where its new database is still what it is to become, and only there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullResumedSwapTest extends PullFixture {

    private List<String> before;

    @BeforeEach
    void aTargetAtProductionsSchema() {
        project.mode("swap")
                .script(
                        "V1__users.sql",
                        "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, pad text);")
                .script("V2__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY, users int REFERENCES users);")
                .script("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT id FROM users;")
                .rules("users: { email: email, pad: keep }");
        project.migrate(prod);
        project.migrate(local);
        server.execute(
                prod,
                "INSERT INTO users (email, pad) SELECT 'u' || i || '@corp.example', repeat('x', 1500)"
                        + " FROM generate_series(1, 4000) i",
                "INSERT INTO orders SELECT i, 1 + i % 4000 FROM generate_series(1, 20000) i",
                "ANALYZE");
        server.execute(local, "INSERT INTO users (email) VALUES ('old')");
        before = TargetState.of(server, local);
    }

    @Test
    void itIsRefusedWhereProductionHasMigratedSince() {
        endTheLoad();
        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);
        project.script("V3__index.sql", "CREATE INDEX orders_users ON orders (users);");
        project.migrate(prod, "V3__index.sql");

        PullReport resumed = project.resume(true).pull();

        refused(resumed, "prod has migrated since", "V3__index.sql");
        assertThat(project.resume(false).pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(
                        local, "SELECT version FROM flyway_schema_history WHERE version IS NOT NULL ORDER BY 1"))
                .containsExactly("1", "2", "3");
        assertThat(server.value(local, "SELECT to_regclass('orders_users')")).isEqualTo("orders_users");
        allIsThere();
    }

    /** Under the same name, so that names alone would not tell. */
    @Test
    void itIsRefusedWhereProductionHasRunARepeatableScriptAnew() {
        endTheLoad();
        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);
        project.script("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT id, email FROM users;");
        project.migrate(prod, "R__names.sql");

        refused(project.resume(true).pull(), "prod has migrated since", "R__names.sql");
    }

    /** Its target is in use by what is not to be ended for a pull. */
    @Test
    void oneThatWasRefusedAtTheRenamingGoesOnFromThere() throws Exception {
        refusedAtTheRenaming();
        server.execute(prod, "UPDATE users SET pad = 'later'");

        PullPlan plan = project.resume(true).plan();
        PullReport resumed = project.execute(plan);

        assertThat(plan.notices()).anyMatch(notice -> notice.contains("filled and checked"));
        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(resumed.tables()).isEmpty();
        assertThat(server.value(local, "SELECT count(*) FROM users WHERE pad = 'later'"))
                .isEqualTo("0");
        allIsThere();
    }

    /** It was searched by nobody, and would be called checked. */
    @Test
    void oneThatWasProvedLessDeeplyThanIsAskedForNowIsRefused() throws Exception {
        project.pull("verify: counts");
        refusedAtTheRenaming();

        refused(project.pull("verify: full").resume(true).pull(), "by pull.verify: counts, and full is asked for now");
        PullReport renamed = project.pull("verify: counts").pull();
        assertThat(renamed.problems()).isEmpty();
        assertThat(renamed.outcome()).isEqualTo(Outcome.PULLED);
        allIsThere();
    }

    @Test
    void oneThatWasProvedInPartIsSaidToBeSoWhenItIsOnlyRenamed() {
        endTheLoad();
        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);
        once(event -> event.equals(new SyncEvent.StepStarted("Put the new database into the place of local")), () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(project.resume(true)::pull).hasMessage("killed");

        PullReport renamed = project.pull();

        assertThat(renamed.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(renamed.tables()).isEmpty();
        assertThat(PullText.of(renamed)).contains("proved in part", "A pull without -Dsync.resume proves everything");
        assertThat(PullJson.of(renamed)).contains("\"earlierProvenInPart\" : true");
        allIsThere();
    }

    @Test
    void oneThatDiesBetweenTheLoadAndTheRenamingGoesOnFromThere() {
        once(event -> event.equals(new SyncEvent.StepStarted("Put the new database into the place of local")), () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(project::pull).hasMessage("killed");
        assertThat(TargetState.of(server, local)).isEqualTo(before);

        refused(project.resume(true).rules("users: { email: hash, pad: keep }").pull(), "the masking rules are others");
        PullReport resumed = project.rules("users: { email: email, pad: keep }").pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.tables()).isEmpty();
        allIsThere();
    }

    @Test
    void oneThatWasRefusedAtTheRenamingIsNoLessBoundToProductionsSchema() throws Exception {
        refusedAtTheRenaming();
        project.script("V3__index.sql", "CREATE INDEX orders_users ON orders (users);");
        project.migrate(prod, "V3__index.sql");

        refused(project.resume(true).pull(), "prod has migrated since", "V3__index.sql");

        PullReport anew = project.resume(false).pull();
        assertThat(anew.problems()).isEmpty();
        assertThat(anew.tables()).hasSize(2);
        allIsThere();
    }

    private void refusedAtTheRenaming() throws SQLException {
        try (Connection promotion = local.connect("promote")) {
            PullReport report = project.pull();
            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problems().get(0).what()).contains("A promotion to this database");
            assertThat(report.problems().get(0).remedy()).contains("-Dsync.resume");
        }
        assertThat(TargetState.of(server, local)).isEqualTo(before);
    }

    @Test
    void whatTheTargetHasGainedSinceThePlanIsNotLost() {
        endTheLoad();
        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);
        PullPlan plan = project.resume(true).onEvent(event -> {}).plan();
        server.execute(local, "CREATE TABLE mine (v text)", "INSERT INTO mine VALUES ('mine')");

        PullReport resumed = project.execute(plan);

        assertThat(resumed.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(resumed.problems().get(0).what()).contains("table public.mine");
        assertThat(server.query(local, "SELECT v FROM mine")).containsExactly("mine");
    }

    /** The backends in the new database are terminated once a table is whole. */
    private void endTheLoad() {
        project.pull("workers: 1");
        once(
                event -> event instanceof SyncEvent.Progress progress && progress.finished(),
                () -> server.query(
                        local,
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                + " WHERE datname = current_database() || '_sync_new'"));
    }

    private void once(Predicate<SyncEvent> event, Runnable deed) {
        AtomicBoolean done = new AtomicBoolean();
        project.onEvent(heard -> {
            if (event.test(heard) && done.compareAndSet(false, true)) {
                deed.run();
            }
        });
    }

    private void refused(PullReport report, String... why) {
        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.problems().get(0).what()).contains(why);
        assertThat(report.problems().get(0).remedy()).contains("-Dsync.resume");
        assertThat(TargetState.of(server, local)).isEqualTo(before);
    }

    private void allIsThere() {
        assertThat(server.value(local, "SELECT count(*), count(DISTINCT email) FROM users"))
                .isEqualTo("4000|4000");
        assertThat(server.value(local, "SELECT count(*) FROM users WHERE email !~ '^user_[0-9a-f]{16}@example.com$'"))
                .isEqualTo("0");
        assertThat(server.value(local, "SELECT count(*) FROM orders")).isEqualTo("20000");
        assertThat(server.query(
                        local, "SELECT datname FROM pg_database WHERE datname LIKE current_database() || '_sync%'"))
                .isEmpty();
    }
}
