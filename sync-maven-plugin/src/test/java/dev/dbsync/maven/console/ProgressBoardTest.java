package dev.dbsync.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent.Progress;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {

    private final ProgressBoard board = new ProgressBoard();

    @Test
    void nothingMovesAtFirst() {
        assertThat(board.line()).isEmpty();
    }

    @Test
    void theTaskThatMovedLastIsShownAndTheOthersAreCounted() {
        board.update(progress("a", 1, 0, OptionalLong.empty()));
        board.update(progress("b", 1_234_567, 5_000_000, OptionalLong.empty()));
        board.update(progress("a", 2, 100, OptionalLong.empty()));
        board.update(progress("b", 1_234_568, 5_000_000, OptionalLong.empty()));

        assertThat(board.line()).contains("b: 1,234,568 rows, 4.8 MiB  (and 1 more)");
    }

    @Test
    void whatIsFinishedIsNoLongerShown() {
        board.update(progress("a", 1, 100, OptionalLong.empty()));
        board.update(new Progress("a", 2, 200, OptionalLong.empty(), true));

        assertThat(board.line()).isEmpty();
    }

    @Test
    void anEstimateThatWasTooLowIsNoLongerShown() {
        board.update(progress("a", 50, 100, OptionalLong.of(200)));
        assertThat(board.line()).contains("a: 50 of about 200 (25%) rows, 100 B");

        board.update(progress("a", 201, 100, OptionalLong.of(200)));
        assertThat(board.line()).contains("a: 201 rows, 100 B");
    }

    private static Progress progress(String task, long rows, long bytes, OptionalLong expected) {
        return new Progress(task, rows, bytes, expected, false);
    }
}
