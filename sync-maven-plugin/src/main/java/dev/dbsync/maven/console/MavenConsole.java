package dev.dbsync.maven.console;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.maven.plugin.logging.Log;

/**
 * Shows what core says: as lines of Maven's log, and, where somebody watches a terminal, with lines below them that
 * move. Elsewhere a line now and then says how far all of it has come. Both go on when nothing is heard from core: what
 * stands still must be seen to. Thread-safe.
 */
public final class MavenConsole implements EventSink, AutoCloseable {

    private static final long REDRAW = Duration.ofMillis(100).toNanos();
    private static final long TICK_MILLIS = 250;
    private static final Duration WORTH_SAYING = Duration.ofSeconds(2);
    private static final long HEARTBEAT = Duration.ofSeconds(10).toNanos();

    private final Log log;
    private final Optional<LiveArea> live;
    private final LongSupplier nanoTime;
    private final PlainText plain;
    private final ProgressBoard board = new ProgressBoard();
    private final Deque<Running> steps = new ArrayDeque<>();
    private Optional<ScheduledExecutorService> ticking = Optional.empty();
    private boolean held;
    private long lastShown;

    /** A step under way, and since when. */
    private record Running(String step, long since) {}

    MavenConsole(Log log, Optional<LiveArea> live, LongSupplier nanoTime, PlainText plain) {
        this.log = log;
        this.live = live;
        this.nanoTime = nanoTime;
        this.plain = plain;
        this.lastShown = nanoTime.getAsLong();
    }

    /** @param interactive what Maven's settings say */
    public static MavenConsole of(Log log, boolean interactive) {
        MavenConsole console = new MavenConsole(
                log,
                Terminal.watched(interactive).map(writer -> new LiveArea(writer, Terminal.movesUp())),
                System::nanoTime,
                PlainText.ofProcess());
        console.startTicking();
        return console;
    }

    private synchronized void startTicking() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "sync console");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        ticking = Optional.of(timer);
    }

    /** Time has passed, whether or not anything was heard. */
    synchronized void tick() {
        showProgress();
    }

    @Override
    public synchronized void accept(SyncEvent event) {
        if (event instanceof SyncEvent.StepStarted started) {
            started(started.step());
        } else if (event instanceof SyncEvent.StepFinished finished) {
            finished(finished);
        } else if (event instanceof SyncEvent.Progress progress) {
            board.update(progress, nanoTime.getAsLong());
            showProgress();
        } else if (event instanceof SyncEvent.Busy task) {
            board.update(task, nanoTime.getAsLong());
            showProgress();
        } else if (event instanceof SyncEvent.Expected work) {
            board.expect(work, nanoTime.getAsLong());
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

    /**
     * Shows what no log may keep: on the terminal itself, past Maven's log.
     *
     * @return whether there is a terminal that somebody watches
     */
    public synchronized boolean onTerminalOnly(String text) {
        live.ifPresent(area -> area.write(plain.of(text)));
        return live.isPresent();
    }

    /** Each problem, with its place and remedy. */
    public synchronized void problems(List<Problem> problems) {
        problems.forEach(problem -> failure(problem.text()));
    }

    /** Text of one line or more that says why the build fails. */
    public synchronized void failure(String text) {
        // Nothing goes on after it, and what failed has not said that it ended.
        steps.clear();
        board.clear();
        erase();
        plain.of(text).lines().forEach(log::error);
    }

    /** Takes the moving lines away; they come back when there is something to say. */
    public synchronized void erase() {
        live.ifPresent(LiveArea::erase);
    }

    /** Takes the moving lines away until the answer is there, so that somebody may type where they were. */
    <T> T holdingStill(Supplier<T> answer) {
        hold(true);
        try {
            return answer.get();
        } finally {
            hold(false);
        }
    }

    private synchronized void hold(boolean still) {
        held = still;
        erase();
    }

    @Override
    public synchronized void close() {
        ticking.ifPresent(ScheduledExecutorService::shutdownNow);
        steps.clear();
        board.clear();
        erase();
    }

    /** At a terminal the line stands until the step has ended; a log keeps it, as what to look at when it hangs. */
    private void started(String step) {
        steps.removeIf(running -> running.step().equals(step));
        steps.push(new Running(step, nanoTime.getAsLong()));
        if (live.isPresent()) {
            draw(live.get(), nanoTime.getAsLong());
        } else {
            lines(step + " ...");
        }
    }

    private void finished(SyncEvent.StepFinished finished) {
        // Those that began after it have failed, and said nothing.
        while (steps.stream().anyMatch(running -> running.step().equals(finished.step()))) {
            steps.pop();
        }
        if (steps.isEmpty()) {
            board.clear();
        }
        lines(finished.step() + ": "
                + (finished.detail().isEmpty() ? "done" : finished.detail())
                + " (" + seconds(finished.took()) + ")");
    }

    private void showProgress() {
        long now = nanoTime.getAsLong();
        if (held || now - lastShown < (live.isPresent() ? REDRAW : HEARTBEAT)) {
            return;
        }
        if (live.isPresent()) {
            lastShown = now;
            draw(live.get(), now);
        } else {
            board.summary(now).ifPresent(text -> {
                lastShown = now;
                log.info(plain.of(text));
            });
        }
    }

    /** The step that began last, what moves below it, and the sum of that. */
    private void draw(LiveArea area, long now) {
        List<String> lines = new ArrayList<>();
        if (area.isTall() || board.isEmpty()) {
            Optional.ofNullable(steps.peek()).ifPresent(running -> lines.add(line(running, now)));
        }
        if (area.isTall()) {
            lines.addAll(board.lines(now));
        } else {
            board.summary(now).ifPresent(lines::add);
        }
        if (lines.isEmpty()) {
            area.erase();
        } else {
            area.draw(lines.stream().map(plain::of).toList());
        }
    }

    private static String line(Running running, long now) {
        Duration since = Duration.ofNanos(now - running.since());
        return running.step() + " ..." + (since.compareTo(WORTH_SAYING) < 0 ? "" : " " + Amounts.time(since));
    }

    private static String seconds(Duration took) {
        // Not by a Formatter, which costs more than many a script.
        long tenths = (took.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
