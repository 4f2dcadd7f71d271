package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whoever has a table in use that is to be filled is named, whenever it came. */
class PullTableInUseTest extends PullFixture {

    @Test
    void aReaderThatCameAfterTheBeginningIsNamed() throws SQLException {
        both("CREATE TABLE first (id int PRIMARY KEY, pad text)", "CREATE TABLE second (id int PRIMARY KEY)");
        server.execute(
                prod,
                "INSERT INTO first SELECT i, repeat('x', 1000) FROM generate_series(1, 9000) i",
                "INSERT INTO second VALUES (1)",
                "ANALYZE");
        AtomicReference<Connection> reader = new AtomicReference<>();
        project.mode("in-place")
                .pull("workers: 1")
                .rules("first: { pad: keep }")
                .onEvent(event -> {
                    if (event instanceof SyncEvent.Progress && reader.get() == null) {
                        reader.set(readerOfTheSecond());
                    }
                });

        PullReport report = project.pull();

        reader.get().close();
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        Problem problem = report.problems().get(0);
        assertThat(problem.what()).contains("Cannot empty second", "55P03");
        assertThat(problem.remedy()).contains("in use", "sync reader", "end the application or session");
        assertThat(report.problems().get(1).remedy()).contains("-Dsync.resume");
        assertThat(project.onEvent(event -> {}).resume(true).pull().outcome()).isEqualTo(Outcome.PULLED);
    }

    private Connection readerOfTheSecond() {
        try {
            Connection reader = local.connect("reader");
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement()) {
                statement.executeQuery("SELECT count(*) FROM second").close();
            }
            return reader;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
