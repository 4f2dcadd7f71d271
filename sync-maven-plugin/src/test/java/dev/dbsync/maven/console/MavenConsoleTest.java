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
    private final MavenConsole watched =
            new MavenConsole(log, Optional.of(new LiveLine(new PrintWriter(screen))), clock::get, new PlainText(UTF_8));

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
        assertThat(log.lines()).containsExactly("[info] customer: 30 of about 100 (30%) rows, 2.0 KiB");
    }

    @Test
    void aTerminalIsDrawnAtMostTenTimesASecondAndAShorterLineCoversALongerOne() {
        clock.addAndGet(Duration.ofMillis(100).toNanos());
        watched.accept(progress("customer", 30));
        watched.accept(progress("customer", 31));
        clock.addAndGet(Duration.ofMillis(100).toNanos());
        watched.accept(new SyncEvent.Progress("customer", 99, 2048, OptionalLong.empty(), false));

        assertThat(screen.toString().split("\r"))
                .containsExactly(
                        "",
                        "customer: 30 of about 100 (30%) rows, 2.0 KiB",
                        "customer: 99 rows, 2.0 KiB" + " ".repeat(19));
        assertThat(log.lines()).isEmpty();
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
