package dev.dbsync.maven.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.maven.RecordedLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MavenConsoleTest {

    private final RecordedLog log = new RecordedLog();
    private final StringWriter screen = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    private final MavenConsole piped = new MavenConsole(log, Optional.empty(), clock::get, new PlainText(UTF_8));
    private final MavenConsole watched = new MavenConsole(
            log, Optional.of(new LiveArea(new PrintWriter(screen), false)), clock::get, new PlainText(UTF_8));
    private final MavenConsole tall = new MavenConsole(
            log, Optional.of(new LiveArea(new PrintWriter(screen), true)), clock::get, new PlainText(UTF_8));

    @Test
    void aLogKeepsTheStartAndTheEndOfAStep() {
        piped.accept(new SyncEvent.StepStarted("Back up prod"));
        piped.accept(new SyncEvent.StepFinished("Back up prod", Duration.ofMillis(3210), "12 MB"));
        piped.accept(new SyncEvent.StepFinished("Verify", Duration.ofMillis(40), ""));

        assertThat(log.lines())
                .containsExactly(
                        "[info] Back up prod ...", "[info] Back up prod: 12 MB (3.2 s)", "[info] Verify: done (0.0 s)");
    }

    @Test
    void aTerminalShowsTheStepOnTheLineThatMovesAndLeavesNothingOfItBehind() {
        watched.accept(new SyncEvent.StepStarted("Back up prod"));
        assertThat(screen).hasToString("\rBack up prod ...");
        assertThat(log.lines()).isEmpty();

        watched.accept(new SyncEvent.StepFinished("Back up prod", Duration.ofSeconds(1), ""));
        assertThat(screen).hasToString("\rBack up prod ...\r" + " ".repeat(16) + "\r");
        assertThat(log.lines()).containsExactly("[info] Back up prod: done (1.0 s)");
    }

    @Test
    void aLogHearsOfProgressEveryTenSeconds() {
        piped.accept(progress("customer", 10));
        clock.addAndGet(Duration.ofSeconds(9).toNanos());
        piped.accept(progress("customer", 20));
        assertThat(log.lines()).isEmpty();

        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        piped.accept(progress("customer", 30));
        piped.accept(progress("customer", 40));
        assertThat(log.lines())
                .containsExactly("[info] customer: 30 of about 100 rows (30%), 2.0 kB, 3 rows/s, 0:23 left");
    }

    @Test
    void aTerminalIsDrawnAtMostTenTimesASecondAndAShorterLineCoversALongerOne() {
        clock.addAndGet(Duration.ofMillis(100).toNanos());
        watched.accept(progress("customer", 30));
        watched.tick();
        watched.accept(progress("customer", 31));
        clock.addAndGet(Duration.ofMillis(100).toNanos());
        watched.accept(new SyncEvent.Progress("customer", 99, 2048, OptionalLong.empty(), false));

        assertThat(screen.toString().split("\r"))
                .containsExactly(
                        "",
                        "customer: 30 of about 100 rows (30%), 2.0 kB",
                        "customer: 99 rows, 2.0 kB, 990 rows/s" + " ".repeat(7));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aLogHearsThatNothingMovesAnyMore() {
        piped.accept(progress("customer", 10));
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        piped.tick();
        piped.tick();
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        piped.tick();

        assertThat(log.lines())
                .containsExactly(
                        "[info] customer: 10 of about 100 rows (10%), 2.0 kB, no row for 0:10",
                        "[info] customer: 10 of about 100 rows (10%), 2.0 kB, no row for 0:20");
    }

    @Test
    void aLogHearsOfAllTablesInOneLine() {
        piped.accept(new SyncEvent.StepStarted("Copy"));
        piped.accept(new SyncEvent.Expected(3, OptionalLong.of(1000)));
        for (String table : List.of("a", "b", "c")) {
            piped.accept(new SyncEvent.Progress(table, 0, 0, OptionalLong.of(100), false));
        }
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        piped.accept(new SyncEvent.Progress("a", 100, 4096, OptionalLong.of(100), true));
        piped.accept(new SyncEvent.Busy("build index a_pkey", false));

        assertThat(log.lines())
                .containsExactly(
                        "[info] Copy ...",
                        "[info] 1 of 3 tables, 100 of about 1,000 rows (10%), 4.0 kB, 10 rows/s, 1:30 left (now: b, c)");
    }

    @Test
    void aTerminalShowsALineForEachTableBelowTheStep() {
        tall.accept(new SyncEvent.StepStarted("Copy"));
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        tall.accept(progress("a", 100));
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        tall.accept(progress("b", 50));
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        tall.accept(new SyncEvent.Progress("b", 60, 2048, OptionalLong.of(100), true));
        String up = "\033[";

        assertThat(screen.toString().split("\r(?!\n)"))
                .containsExactly(
                        "",
                        "Copy ...",
                        "Copy ..." + up + "K\r\na                 [############] 100%           100 rows       0/s" + up
                                + "K" + up + "J" + up + "1A",
                        "Copy ... 0:02" + up
                                + "K\r\na                 [############] 100%           100 rows     100/s 0:00 left"
                                + up
                                + "K\r\nb                 [######------]  50%            50 rows       0/s" + up
                                + "K\r\nTotal: 150 rows, 4.0 kB, 150/s" + up + "K" + up + "J" + up + "3A",
                        "Copy ... 0:03" + up
                                + "K\r\na                 [############] 100%           100 rows      50/s 0:00 left"
                                + up
                                + "K" + up + "J");
        screen.getBuffer().setLength(0);

        tall.accept(new SyncEvent.StepFinished("Copy", Duration.ofSeconds(3), "160 rows"));

        assertThat(screen).hasToString(up + "1A\r" + up + "J");
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        tall.tick();
        assertThat(screen).hasToString(up + "1A\r" + up + "J");
    }

    @Test
    void aTerminalIsDrawnAgainWhenTimePassesAndLinesOfTheLogHaveTakenItsPlace() {
        watched.accept(new SyncEvent.StepStarted("Copy"));
        watched.accept(new SyncEvent.Notice("a notice"));
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        watched.tick();

        assertThat(screen.toString()).endsWith("\rCopy ... 0:03");
    }

    @Test
    void whileSomebodyTypesNothingMoves() {
        watched.accept(new SyncEvent.StepStarted("Copy"));
        String typed = watched.holdingStill(() -> {
            screen.getBuffer().setLength(0);
            clock.addAndGet(Duration.ofSeconds(3).toNanos());
            watched.tick();
            return screen.toString();
        });

        assertThat(typed).isEmpty();
    }

    @Test
    void afterAFailureNothingMovesAnyMore() {
        watched.accept(new SyncEvent.StepStarted("Copy"));
        watched.accept(progress("customer", 10));
        watched.failure("It broke");
        screen.getBuffer().setLength(0);
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        watched.tick();

        assertThat(screen).hasToString("");
    }

    @Test
    void aLineThatWouldWrapIsCut() {
        watched.accept(new SyncEvent.StepStarted("s".repeat(200)));

        assertThat(screen.toString()).hasSize(80).startsWith("\rsss").endsWith("...");
    }

    @Test
    void plansNoticesWarningsAndProblemsKeepTheirLinesAndLevels() {
        piped.accept(new SyncEvent.PlanShown("a plan\nof two lines"));
        piped.accept(new SyncEvent.Notice("a notice"));
        piped.accept(new SyncEvent.Warning("a warning\nof two lines"));
        piped.problems(List.of(new Problem("It broke", "sync.yaml:3:1", "Mend it")));

        assertThat(log.lines())
                .containsExactly(
                        "[info] a plan",
                        "[info] of two lines",
                        "[info] a notice",
                        "[warn] a warning",
                        "[warn] of two lines",
                        "[error] It broke",
                        "[error]   where:  sync.yaml:3:1",
                        "[error]   remedy: Mend it");
    }

    @Test
    void signsThatTheConsoleCannotShowAreWrittenInAscii() {
        assertThat(new PlainText(UTF_8).of("dev → test …")).isEqualTo("dev → test …");
        assertThat(new PlainText(US_ASCII).of("dev → test …")).isEqualTo("dev -> test ...");
    }

    private static SyncEvent progress(String task, long rows) {
        return new SyncEvent.Progress(task, rows, 2048, OptionalLong.of(100), false);
    }
}
