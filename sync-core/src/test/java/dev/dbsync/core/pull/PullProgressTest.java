package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever watches a pull hears what there is to do, of each table, and of all that has no rows to count. */
class PullProgressTest extends PullFixture {

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place"})
    void allTablesAreAnnouncedAndEachComesToItsEnd(String mode) {
        both("CREATE TABLE a (id int PRIMARY KEY)", "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)");
        server.execute(
                prod,
                "INSERT INTO a SELECT generate_series(1, 30000)",
                "INSERT INTO b SELECT i, i FROM generate_series(1, 20000) i",
                "ANALYZE");
        List<SyncEvent> heard = Collections.synchronizedList(new ArrayList<>());
        project.mode(mode).onEvent(heard::add);

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);

        assertThat(heard.stream().filter(SyncEvent.Expected.class::isInstance))
                .containsExactly(new SyncEvent.Expected(2, OptionalLong.of(50000)));
        List<SyncEvent.Progress> ends = heard.stream()
                .filter(SyncEvent.Progress.class::isInstance)
                .map(SyncEvent.Progress.class::cast)
                .filter(SyncEvent.Progress::finished)
                .toList();
        assertThat(ends).extracting(SyncEvent.Progress::task).containsExactlyInAnyOrder("a", "b");
        assertThat(ends).extracting(SyncEvent.Progress::rows).containsExactlyInAnyOrder(30000L, 20000L);
        assertThat(tasks(heard, false)).isNotEmpty().hasSameElementsAs(tasks(heard, true));
    }

    @Test
    void aTaskThatFailsIsNotUnderWayAnyMore() {
        both("CREATE TABLE a (id int)");
        server.execute(prod, "INSERT INTO a VALUES (1), (2)");
        List<SyncEvent> heard = Collections.synchronizedList(new ArrayList<>());
        project.mode("in-place").onEvent(event -> {
            heard.add(event);
            if (event instanceof SyncEvent.StepStarted step && step.step().startsWith("Compare")) {
                server.execute(local, "DROP TABLE a");
            }
        });

        PullReport report = project.pull();

        assertThat(report.outcome()).as(heard + " " + report).isEqualTo(Outcome.FAILED);
        assertThat(tasks(heard, false)).contains("compare a").hasSameElementsAs(tasks(heard, true));
    }

    private static List<String> tasks(List<SyncEvent> events, boolean finished) {
        return events.stream()
                .filter(SyncEvent.Busy.class::isInstance)
                .map(SyncEvent.Busy.class::cast)
                .filter(task -> task.finished() == finished)
                .map(SyncEvent.Busy::task)
                .toList();
    }
}
