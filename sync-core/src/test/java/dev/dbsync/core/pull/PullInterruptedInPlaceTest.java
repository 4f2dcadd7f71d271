package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pull in place has set aside when it is interrupted is the target's still, whatever pull comes next. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullInterruptedInPlaceTest extends PullFixture {

    private static final String OWN_KEY = "SELECT conname FROM pg_constraint WHERE conname = 'own_key'";

    private List<String> before;

    @BeforeEach
    void aTargetWithAKeyOfItsOwn() {
        project.mode("auto")
                .script(
                        "V1__users.sql",
                        "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, pad text);")
                .script("V2__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY, users int REFERENCES users);")
                .rules("users: { email: email, pad: keep }");
        project.migrate(prod);
        project.migrate(local);
        server.execute(
                prod,
                "INSERT INTO users (email, pad) SELECT 'u' || i || '@corp.example', repeat('x', 1500)"
                        + " FROM generate_series(1, 4000) i",
                "INSERT INTO orders SELECT i, 1 + i % 4000 FROM generate_series(1, 20000) i",
                "ANALYZE");
        server.execute(
                local,
                "CREATE INDEX \"Own\" ON users (pad, email)",
                "ALTER TABLE orders ADD CONSTRAINT own_key FOREIGN KEY (users) REFERENCES users ON DELETE CASCADE");
        before = TargetState.schema(server, local);
    }

    @Test
    void beginningAnewFillsItInPlaceAgain() {
        interrupted();

        PullPlan plan = project.plan();

        assertThat(plan.filling().mode()).isEqualTo(Mode.IN_PLACE);
        assertThat(plan.filling().why()).contains("interrupted");
        assertThat(project.execute(plan).problems()).isEmpty();
        allIsThere();
    }

    @Test
    void resumingGoesOnInPlace() {
        interrupted();

        PullReport resumed = project.resume(true).pull();

        assertThat(resumed.problems()).isEmpty();
        assertThat(resumed.tables()).hasSize(1);
        allIsThere();
    }

    /** The catalog knows nothing of them. */
    @Test
    void aSwapThatIsAskedForSaysThatItLosesThem() {
        interrupted();
        assertThat(server.query(local, OWN_KEY)).isEmpty();

        Filling filling = project.mode("swap").plan().filling();

        assertThat(filling.losses())
                .containsExactlyInAnyOrder("index public.\"Own\"", "table constraint own_key on public.orders");
    }

    /** On tables without keys no script could reference them. */
    @Test
    void migrationsWaitUntilItIsPutBack() {
        interrupted();
        project.script("V3__note.sql", "CREATE TABLE note (id int, users int REFERENCES users);");
        project.migrate(prod, "V3__note.sql");

        for (boolean resume : List.of(false, true)) {
            assertThatThrownBy(() -> project.resume(resume).plan())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("prod has run migrations since")
                    .hasMessageContaining("-Dto=local -Dsync.restoreIndexes");
        }
        assertThat(project.restoreIndexes().outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(TargetState.schema(server, local)).isEqualTo(before);
        PullReport report = project.resume(false).pull();
        assertThat(report.problems()).isEmpty();
        assertThat(report.migrations()).containsExactly("V3__note.sql");
        assertThat(server.query(local, OWN_KEY)).containsExactly("own_key");
    }

    private void allIsThere() {
        assertThat(TargetState.schema(server, local)).isEqualTo(before);
        assertThat(server.value(local, "SELECT count(*), count(DISTINCT email) FROM users"))
                .isEqualTo("4000|4000");
        assertThat(server.value(local, "SELECT count(*) FROM users WHERE email !~ '^user_[0-9a-f]{16}@example.com$'"))
                .isEqualTo("0");
        assertThat(server.value(local, "SELECT count(*) FROM orders")).isEqualTo("20000");
    }
}
