package dev.dbsync.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent.Busy;
import dev.dbsync.core.event.SyncEvent.Expected;
import dev.dbsync.core.event.SyncEvent.Progress;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {

    private final ProgressBoard board = new ProgressBoard();
    private long now;

    @Test
    void nothingMovesAtFirst() {
        assertThat(board.summary(now)).isEmpty();
        assertThat(board.lines(now)).isEmpty();
    }

    @Test
    void eachTableHasALineWithItsBarItsPaceAndTheTimeThatIsLeft() {
        board.expect(new Expected(3, OptionalLong.of(10_000_000)), now);
        board.update(progress("orders", 0, 0, 4_000_000), now);
        board.update(progress("the_archive_of_order_items", 0, 0, 5_000_000), now);
        seconds(4);
        board.update(progress("orders", 1_000_000, 50_000_000, 4_000_000), now);
        board.update(progress("the_archive_of_order_items", 3_000, 1_000, 5_000_000), now);
        board.update(new Busy("build index customer_pkey", false), now);
        seconds(1);

        assertThat(board.lines(now))
                .containsExactly(
                        "orders            [###---------]  25%     1,000,000 rows    200k/s 0:15 left",
                        "...of_order_items [------------]   0%         3,000 rows     600/s 2:18:48 left",
                        "build index customer_pkey ... 0:01",
                        "Total: 10%, 0:45 left, 0 of 3 tables, 1,003,000 rows, 47.7 MB, 201k/s");
        assertThat(board.lines(now)).allMatch(line -> line.length() <= LiveArea.WIDTH);
    }

    @Test
    void thePaceIsThatOfTheLastTenSeconds() {
        board.update(progress("t", 0, 0, 1_000_000), now);
        for (int second = 1; second <= 20; second++) {
            seconds(1);
            board.update(
                    progress("t", second <= 10 ? second * 10_000L : 100_000 + (second - 10) * 100L, 0, 1_000_000), now);
        }

        assertThat(board.summary(now))
                .contains("t: 101,000 of about 1,000,000 rows (10%), 0 bytes, 100 rows/s, 2:29:50 left");
    }

    @Test
    void aTableThatStandsStillDoesNotLookAlive() {
        board.update(progress("a", 0, 0, 100_000), now);
        board.update(progress("b", 0, 0, 100_000), now);
        seconds(1);
        board.update(progress("a", 50_000, 0, 100_000), now);
        board.update(progress("b", 50_000, 0, 100_000), now);
        seconds(7);
        board.update(progress("a", 60_000, 0, 100_000), now);
        board.update(progress("b", 50_000, 9, 100_000), now);

        assertThat(board.lines(now))
                .containsExactly(
                        "a                 [#######-----]  60%        60,000 rows   7,500/s 0:05 left",
                        "b                 [######------]  50%        50,000 rows no row for 0:07",
                        "Total: 110,000 rows, 9 bytes, 14k/s");
        seconds(60);
        assertThat(board.summary(now)).contains("110,000 rows, 9 bytes, no row for 1:00 (now: a, b)");
    }

    @Test
    void whatIsFinishedIsNoLongerShownButCounts() {
        board.expect(new Expected(2, OptionalLong.empty()), now);
        board.update(progress("a", 1, 100, 0), now);
        board.update(new Progress("a", 2, 200, OptionalLong.empty(), true), now);
        assertThat(board.summary(now)).isEmpty();

        board.update(new Busy("build index a_pkey", false), now);

        assertThat(board.summary(now)).contains("1 of 2 tables, 2 rows, 200 bytes (now: build index a_pkey)");
        board.update(new Busy("build index a_pkey", true), now);
        assertThat(board.lines(now)).isEmpty();
    }

    @Test
    void anEstimateThatWasTooLowIsNoLongerShown() {
        board.update(progress("a", 50, 100, 200), now);
        assertThat(board.summary(now)).contains("a: 50 of about 200 rows (25%), 100 bytes");

        board.update(progress("a", 201, 100, 200), now);
        assertThat(board.summary(now)).contains("a: 201 rows, 100 bytes");
        assertThat(board.lines(now))
                .containsExactly("a                                               201 rows       0/s");
    }

    @Test
    void ofVeryManyTasksTheOldestAreShown() {
        for (int i = 0; i < 20; i++) {
            board.update(new Busy("build index " + i, false), now);
        }

        assertThat(board.lines(now)).hasSize(13).contains("build index 11 ... 0:00", "and 8 more");
        assertThat(board.summary(now)).contains("build index 0, build index 1, build index 2 and 17 more ...");
    }

    private void seconds(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private static Progress progress(String task, long rows, long bytes, long expected) {
        return new Progress(task, rows, bytes, expected == 0 ? OptionalLong.empty() : OptionalLong.of(expected), false);
    }
}
