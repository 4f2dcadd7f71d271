package dev.dbsync.maven.console;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.maven.plugin.logging.Log;

/**
 * Shows what core says: as lines of Maven's log, and, where somebody watches a terminal, with one line below them that
 * moves. Elsewhere a line now and then says how far a long task has come. Thread-safe.
 */
public final class MavenConsole implements EventSink, AutoCloseable {

    private static final long REDRAW = Duration.ofMillis(100).toNanos();
    private static final long HEARTBEAT = Duration.ofSeconds(10).toNanos();

    private final Log log;
    private final Optional<LiveLine> live;
    private final LongSupplier nanoTime;
    private final PlainText plain;
    private final ProgressBoard board = new ProgressBoard();
    private long lastShown;

    MavenConsole(Log log, Optional<LiveLine> live, LongSupplier nanoTime, PlainText plain) {
        this.log = log;
        this.live = live;
        this.nanoTime = nanoTime;
        this.plain = plain;
        this.lastShown = nanoTime.getAsLong();
    }

    /** @param interactive what Maven's settings say */
    public static MavenConsole of(Log log, boolean interactive) {
        return new MavenConsole(
                log, Terminal.watched(interactive).map(LiveLine::new), System::nanoTime, PlainText.ofProcess());
    }

    @Override
    public synchronized void accept(SyncEvent event) {
        if (event instanceof SyncEvent.StepStarted started) {
            started(started.step());
        } else if (event instanceof SyncEvent.StepFinished finished) {
            lines(finished.step() + ": "
                    + (finished.detail().isEmpty() ? "done" : finished.detail())
                    + " (" + seconds(finished.took()) + ")");
        } else if (event instanceof SyncEvent.Progress progress) {
            board.update(progress);
            showProgress();
        } else if (event instanceof SyncEvent.PlanShown plan) {
            lines(plan.text());
        } else if (event instanceof SyncEvent.Notice notice) {
            lines(notice.text());
        } else if (event instanceof SyncEvent.Warning warning) {
            erase();
            plain.of(warning.text()).lines().forEach(log::warn);
        }
    }

    /** Text of one line or more. */
    public synchronized void lines(String text) {
        erase();
        plain.of(text).lines().forEach(log::info);
    }

    /** Each problem, with its place and remedy. */
    public synchronized void problems(List<Problem> problems) {
        problems.forEach(problem -> failure(problem.text()));
    }

    /** Text of one line or more that says why the build fails. */
    public synchronized void failure(String text) {
        erase();
        plain.of(text).lines().forEach(log::error);
    }

    /** Takes the moving line away, so that others may write. */
    public synchronized void erase() {
        live.ifPresent(LiveLine::erase);
    }

    @Override
    public void close() {
        erase();
    }

    /** At a terminal the line stands until the step has ended; a log keeps it, as what to look at when it hangs. */
    private void started(String step) {
        if (live.isPresent()) {
            live.get().draw(plain.of(step) + " ...");
        } else {
            lines(step + " ...");
        }
    }

    private void showProgress() {
        long now = nanoTime.getAsLong();
        if (now - lastShown < (live.isPresent() ? REDRAW : HEARTBEAT)) {
            return;
        }
        board.line().ifPresent(text -> {
            lastShown = now;
            live.ifPresentOrElse(line -> line.draw(text), () -> log.info(text));
        });
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
