package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.Restored;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.report.RestoreIndexesJson;
import dev.dbsync.core.report.RestoreIndexesText;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a proof has found is told, and goes in the end, whatever stands in the way of its going at once. */
class PullNotEmptiedTest extends PullFixture {

    private static final TableName PEOPLE = new TableName("public", "people");
    private static final String TABLE = "CREATE TABLE people (id int PRIMARY KEY, email text, note text)";
    private static final String LEAKING = """
            INSERT INTO people
            SELECT i, 'p' || i || '@corp.example', 'by p' || i || '@corp.example' FROM generate_series(1, 50) i
            """;

    @Test
    void aReaderOfTheTableHidesNoSurvivorAndWhoPutsTheTargetInOrderEmptiesIt() throws SQLException {
        leaking("in-place");
        both("CREATE MATERIALIZED VIEW notes AS SELECT note FROM people");

        try (Connection reader = local.connect("reader")) {
            whenProved(() -> read(reader, "people"));
            PullReport report = project.pull();

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            ProofReport proof = report.proof().orElseThrow();
            assertThat(proof.survivors())
                    .extracting(ProofReport.Survivor::table)
                    .contains(PEOPLE);
            assertThat(proof.emptied()).containsExactly(new TableName("public", "notes"));
            assertThat(report.problems().get(0).what()).contains("should have been masked stands in 2 columns");
            assertThat(report.problems()).anySatisfy(problem -> {
                assertThat(problem.what())
                        .startsWith("Not emptied: people still holds what should have been masked")
                        .contains("55P03");
                assertThat(problem.remedy())
                        .contains("sync reader", "-Dsync.restoreIndexes", "TRUNCATE TABLE \"public\".\"people\";")
                        .contains("no promotion reads from local");
            });
            assertThat(counted()).isEqualTo("50");
        }

        assertThat(server.query(local, "SELECT relname FROM pg_class WHERE relname = 'sync_load'"))
                .hasSize(1);
        RestoreIndexesReport restored = project.restoreIndexes();

        assertThat(restored.outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(restored.plan().orElseThrow().condemned()).contains(PEOPLE);
        assertThat(RestoreIndexesText.of(restored))
                .contains("Emptied, since they held what should have been masked: notes, people");
        assertThat(RestoreIndexesJson.of(restored)).contains("\"condemned\"");
        assertThat(counted()).isEqualTo("0");
    }

    /** What was emptied would count as copied, and what was not emptied would be searched by nobody. */
    @Test
    void whatAProofHasCondemnedIsNotResumedAndNoLaterProofForgetsIt() throws SQLException {
        leaking("in-place");
        both("CREATE MATERIALIZED VIEW notes AS SELECT note FROM people");

        try (Connection reader = local.connect("reader")) {
            whenProved(() -> read(reader, "notes"));
            assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);
        }
        assertThat(counted()).isEqualTo("0");
        assertThat(server.query(local, "SELECT table_name FROM sync_load_part")).isEmpty();

        project.onEvent(event -> {}).pull("verify: counts").resume(true);
        assertThatThrownBy(project::plan)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has found what should have been masked in notes, people")
                .hasMessageContaining("-Dsync.restoreIndexes");
        try (Connection asking = local.connect("test")) {
            LoadSession left =
                    LoadSession.leftAnywhere(asking, "local", Duration.ZERO).orElseThrow();
            left.condemn(asking, Set.of(new TableName("public", "other")));
            assertThat(left.condemned(asking)).extracting(TableName::name).containsExactly("notes", "other", "people");
        }
        assertThat(project.restoreIndexes().outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(server.value(local, "SELECT relispopulated FROM pg_class WHERE relname = 'notes'"))
                .isEqualTo("f");
    }

    @Test
    void aPartitionedTableThatWasEmptiedIsNoTableThatWasCopied() throws SQLException {
        both(
                "CREATE TABLE event (at int, who text, note text) PARTITION BY LIST (at)",
                "CREATE TABLE event_1 PARTITION OF event FOR VALUES IN (1)",
                "CREATE TABLE event_2 PARTITION OF event FOR VALUES IN (2)",
                "CREATE MATERIALIZED VIEW notes AS SELECT note FROM event");
        server.execute(
                prod,
                "INSERT INTO event SELECT 1 + i % 2, 'p' || i || '@corp.example', 'p' || i || '@corp.example'"
                        + " FROM generate_series(1, 50) i");
        project.mode("in-place").rules("event: { who: email, note: keep }");

        try (Connection reader = local.connect("reader")) {
            whenProved(() -> read(reader, "notes"));
            assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);
        }

        assertThat(server.value(local, "SELECT count(*) FROM event")).isEqualTo("0");
        assertThat(server.query(local, "SELECT table_name FROM sync_load_part")).isEmpty();
    }

    /** Also where another one that holds survivors can be emptied; and whoever has emptied it by hand is done. */
    @Test
    void aTableThatReferenceDataReferencesStopsNoOtherAndKeepsThePullFromItsEnd() {
        leaking("in-place");
        both(
                "CREATE TABLE team (id int PRIMARY KEY, mail text)",
                "CREATE TABLE kind (code text PRIMARY KEY, team int REFERENCES team)");
        server.execute(
                prod,
                "INSERT INTO team SELECT i, 'p' || i || '@corp.example' FROM generate_series(1, 50) i",
                "INSERT INTO kind VALUES ('vip', 1)");
        project.lookups("kind").rules("people: { email: email, note: keep }\nteam: { mail: keep }");

        PullReport report = project.pull();

        assertThat(report.proof().orElseThrow().emptied()).containsExactly(PEOPLE);
        assertThat(counted()).isEqualTo("0");
        assertThat(report.problems()).anySatisfy(problem -> {
            assertThat(problem.what())
                    .startsWith("Not emptied: team still holds what should have been masked")
                    .contains("team is referenced by kind");
            assertThat(problem.remedy()).contains("by hand", "-Dsync.restoreIndexes");
        });
        RestoreIndexesReport refused = project.restoreIndexes();
        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.problems().get(0).what()).contains("team is referenced by kind");

        server.execute(local, "UPDATE kind SET team = NULL", "DELETE FROM team");
        assertThat(project.restoreIndexes().outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(server.query(local, "SELECT relname FROM pg_class WHERE relname = 'sync_load'"))
                .isEmpty();
    }

    /** The detectors look at columns of tables; a view over a view has those rows, too. */
    @Test
    void materializedViewsOfAnEmptiedTableAreEmptiedWithIt() {
        leaking("in-place");
        both(
                "CREATE TABLE ticket (id int PRIMARY KEY, body text)",
                "CREATE VIEW open AS SELECT body FROM ticket",
                "CREATE MATERIALIZED VIEW bodies AS SELECT count(*) AS texts, max(length(body)) AS longest FROM open",
                "CREATE MATERIALIZED VIEW others AS SELECT 1 AS one");
        server.execute(
                prod, "INSERT INTO ticket SELECT i, 'ask zoe' || i || '@other.example' FROM generate_series(1, 9) i");
        project.rules("people: { email: email, note: 'null' }").anonymize("unclassified: keep");

        PullReport report = project.pull();

        assertThat(report.proof().orElseThrow().emptied())
                .extracting(TableName::name)
                .containsExactly("bodies", "ticket");
        assertThat(server.query(
                        local, "SELECT relname FROM pg_class WHERE relkind = 'm' AND relispopulated ORDER BY 1"))
                .containsExactly("others");
    }

    @Test
    void thatTheNewDatabaseOfASwapCannotBeDroppedHidesNoSurvivor() {
        project.script("V1__people.sql", TABLE);
        project.migrate(prod);
        project.migrate(local);
        server.execute(prod, LEAKING);
        project.mode("swap").rules("people: { email: email, note: keep }");
        String fresh = local.url().database() + "_sync_new";
        whenProved(() ->
                server.execute(server.maintenance(), "COMMENT ON DATABASE \"" + fresh + "\" IS 'somebody else''s'"));

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.proof().orElseThrow().survivors())
                .extracting(ProofReport.Survivor::column)
                .containsExactly("note");
        assertThat(report.problems())
                .extracting(Problem::what)
                .anySatisfy(what -> assertThat(what)
                        .contains("could not be dropped, and still holds what should have been masked", fresh));
        server.execute(server.maintenance(), "DROP DATABASE \"" + fresh + "\"");
    }

    @Test
    void rowsOfAPullThatEndedBeforeItsProofAreSaidToBeUnproved() {
        leaking("in-place");
        whenProved(() -> {
            throw new SyncException(new Problem("ended", "here", ""));
        });
        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);

        RestoreIndexesReport restored = project.restoreIndexes();

        assertThat(restored.restored().map(Restored::unproved)).contains(List.of(PEOPLE));
        assertThat(RestoreIndexesText.of(restored))
                .contains("Not proved to be free of what should have been masked: people");
        assertThat(RestoreIndexesJson.of(restored)).contains("\"unproved\"");
    }

    private void leaking(String mode) {
        both(TABLE);
        server.execute(prod, LEAKING);
        project.mode(mode).rules("people: { email: email, note: keep }");
    }

    private void whenProved(Runnable deed) {
        project.onEvent(event -> {
            if (event instanceof SyncEvent.StepStarted started && started.step().startsWith("Prove")) {
                deed.run();
            }
        });
    }

    private static void read(Connection reader, String table) {
        try (Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM " + table).close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private String counted() {
        return server.query(local, "SELECT count(*) FROM people").stream().collect(Collectors.joining());
    }
}
