package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever a pull fails, catalog, rows, sequences and states of triggers of the target are what they were. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PullTargetUnharmedTest extends PullFixture {

    @BeforeEach
    void tablesOfEveryKind() {
        both(
                "CREATE TABLE parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE)",
                "CREATE TABLE child (id serial PRIMARY KEY, parent int, late int, odd int, n int, v text,"
                        + " CONSTRAINT usual FOREIGN KEY (parent) REFERENCES parent ON DELETE CASCADE,"
                        + " CONSTRAINT late FOREIGN KEY (late) REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
                "CREATE SEQUENCE free",
                "CREATE MATERIALIZED VIEW summary AS SELECT count(*) AS n FROM child",
                "CREATE MATERIALIZED VIEW unfilled AS SELECT count(*) AS n FROM child WITH NO DATA",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                "CREATE TRIGGER origin AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TRIGGER always AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TRIGGER replica AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TRIGGER disabled AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TRIGGER cut BEFORE TRUNCATE ON child EXECUTE FUNCTION note()",
                "ALTER TABLE child ENABLE ALWAYS TRIGGER always",
                "ALTER TABLE child ENABLE REPLICA TRIGGER replica",
                "ALTER TABLE child DISABLE TRIGGER disabled",
                "CREATE TABLE part (k int, v text) PARTITION BY RANGE (k)",
                "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (10) TO (20)",
                "CREATE TRIGGER on_part AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION note()",
                "ALTER TABLE part_1 DISABLE TRIGGER on_part");
        server.execute(
                prod,
                "INSERT INTO parent (email) SELECT 'p' || i || '@x.org' FROM generate_series(1, 300) i",
                "INSERT INTO child (parent, late, v) SELECT 1 + i % 300, 1 + i % 7, repeat('x', 900)"
                        + " FROM generate_series(1, 4000) i",
                "INSERT INTO part SELECT i % 20, 'v' FROM generate_series(1, 100) i",
                "SELECT setval('free', 77)");
        server.execute(
                local,
                "INSERT INTO parent (email) VALUES ('old')",
                "INSERT INTO child (parent, late, odd) VALUES (1, 1, 55)",
                "ALTER TABLE child ADD CONSTRAINT odd FOREIGN KEY (odd) REFERENCES parent (id) NOT VALID",
                "COMMENT ON CONSTRAINT odd ON child IS 'kept as it is'",
                "INSERT INTO part VALUES (1, 'old'), (11, 'old')",
                "SELECT setval('free', 5)",
                "REFRESH MATERIALIZED VIEW summary");
        project.rules("""
                parent: { email: email }
                child: { v: keep }
                part: { v: keep }
                """);
    }

    /** Each makes another step of the load fail. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ALTER TABLE child ADD CHECK (length(v) < 900) NOT VALID
                    CREATE UNIQUE INDEX ON child (left(v, 3))
                    ALTER TABLE child ADD EXCLUDE (v WITH =)
                    ALTER TABLE child ADD CONSTRAINT dangling FOREIGN KEY (id) REFERENCES parent (id)
                    CREATE MATERIALIZED VIEW boom AS SELECT 1 / (2 - count(*)) AS n FROM child
                    ALTER SEQUENCE free MAXVALUE 50
                    """)
    void aFailureAtAnyStepLeavesTheTargetExactlyAsItWas(String obstacle) {
        server.execute(local, obstacle);
        if (obstacle.contains("boom")) {
            server.execute(prod, "TRUNCATE child", "INSERT INTO child (parent) VALUES (1), (2)");
        }
        List<String> before = TargetState.of(server, local);

        PullReport report = project.pull();

        assertThat(report.outcome()).as(obstacle).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().get(0).text()).isNotBlank().doesNotContain("xxx");
        assertThat(TargetState.of(server, local)).isEqualTo(before);
    }

    @Test
    void aPullThatSucceedsChangesRowsAndSequencesAndNothingElse() {
        List<String> before = structure(TargetState.of(server, local));

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);

        assertThat(structure(TargetState.of(server, local))).isEqualTo(before);
        assertThat(server.value(local, "SELECT n FROM summary")).isEqualTo("4000");
    }

    @Test
    void truncationStopsAtWhatWasNotSelected() {
        both("CREATE TABLE t (k int)");
        server.execute(
                local,
                "DROP TABLE t",
                "CREATE TABLE elsewhere (k int) PARTITION BY RANGE (k)",
                "CREATE TABLE t PARTITION OF elsewhere FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE precious PARTITION OF elsewhere FOR VALUES FROM (10) TO (20)",
                "INSERT INTO elsewhere VALUES (1), (11)");
        server.execute(prod, "INSERT INTO t VALUES (3)");

        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> project.tables("t").pull());

        assertThat(refused.problem().what()).contains("t is a partition of elsewhere");
        assertThat(server.query(local, "SELECT k FROM precious")).containsExactly("11");
    }

    @Test
    void anHeirOfASelectedTableKeepsItsRows() {
        both("CREATE TABLE base (k int)");
        server.execute(local, "CREATE TABLE heir () INHERITS (base)", "INSERT INTO heir VALUES (5)");
        server.execute(prod, "INSERT INTO base VALUES (1)");

        assertThat(project.tables("base").pull().outcome()).isEqualTo(Outcome.PULLED);

        assertThat(server.query(local, "SELECT k FROM base ORDER BY k")).containsExactly("1", "5");
    }

    /** DDL that waits for the pull's snapshot must not stand between the pull and its own tables. */
    @Test
    void ddlThatQueuesUpOnProductionNeitherHangsThePullNorIsHungByIt() throws Exception {
        CompletableFuture<Void> ddl = new CompletableFuture<>();
        project.onEvent(once(SyncEvent.Progress.class, () -> {
            new Thread(() -> {
                        server.execute(prod, "ALTER TABLE part_2 ADD COLUMN extra int");
                        ddl.complete(null);
                    })
                    .start();
            untilWaiting(prod, "ALTER TABLE part_2%");
        }));
        server.execute(prod, "ALTER TABLE part DETACH PARTITION part_2");
        server.execute(local, "ALTER TABLE part DETACH PARTITION part_2");
        project.rules("""
                parent: { email: email }
                child: { v: keep }
                part: { v: keep }
                part_2: { v: keep }
                """);

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        ddl.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT count(*) FROM summary
                    SELECT nextval('free')
                    SELECT count(*) FROM child
                    """)
    void aSessionThatUsesTheTargetEndsThePullAndDoesNotHoldItUpForEver(String use) throws SQLException {
        try (Connection user = local.connect("test");
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute(use);
            List<String> before = TargetState.of(server, local);

            PullReport report = project.pull();

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problems().get(0).text()).contains("55P03");
            assertThat(TargetState.of(server, local)).isEqualTo(before);
        }
    }

    private void untilWaiting(Database database, String query) {
        while (!server.value(
                        database,
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '" + query
                                + "'")
                .equals("1")) {
            Thread.onSpinWait();
        }
    }

    private static List<String> structure(List<String> state) {
        return state.stream()
                .filter(line -> line.matches("(?s)(constraint|trigger|relation|column)\\|.*"))
                .toList();
    }

    private static Consumer<SyncEvent> once(Class<? extends SyncEvent> kind, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return event -> {
            if (kind.isInstance(event) && done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }
}
