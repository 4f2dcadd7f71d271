package dev.dbsync.maven.console;

import dev.dbsync.core.backup.ByteCount;
import dev.dbsync.core.event.SyncEvent.Busy;
import dev.dbsync.core.event.SyncEvent.Expected;
import dev.dbsync.core.event.SyncEvent.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is moving right now, and how far it has come: as a line for each task, or as one for all of them. What stands
 * still is seen to. Not thread-safe.
 */
final class ProgressBoard {

    /** After so long without a row, that is what there is to say. */
    private static final Duration STALLED = Duration.ofSeconds(5);

    private static final int MOST_LINES = 12;
    private static final int NAME = 17;
    private static final int BAR = 12;

    private final Map<String, Moving> moving = new LinkedHashMap<>();
    private final Map<String, Long> busy = new LinkedHashMap<>();
    private Optional<Expected> expected = Optional.empty();
    private Pace pace = new Pace(0);
    private int finished;
    private long finishedRows;
    private long finishedBytes;

    /** A task under way. */
    private record Moving(Progress progress, Pace pace) {}

    void expect(Expected work, long now) {
        clear();
        expected = Optional.of(work);
        pace = new Pace(now);
    }

    void update(Progress progress, long now) {
        if (moving.isEmpty() && expected.isEmpty()) {
            clear();
            pace = new Pace(now);
        }
        Moving before = moving.get(progress.task());
        Moving after = new Moving(progress, before == null ? new Pace(now) : before.pace());
        after.pace().rows(now, progress.rows());
        if (progress.finished()) {
            moving.remove(progress.task());
            finished++;
            finishedRows += progress.rows();
            finishedBytes += progress.bytes();
        } else {
            moving.put(progress.task(), after);
        }
        pace.rows(now, rows());
    }

    void update(Busy task, long now) {
        if (task.finished()) {
            busy.remove(task.task());
        } else {
            busy.put(task.task(), now);
        }
    }

    /** Forgets everything: what was under way has ended, in whatever way. */
    void clear() {
        moving.clear();
        busy.clear();
        expected = Optional.empty();
        finished = 0;
        finishedRows = 0;
        finishedBytes = 0;
    }

    boolean isEmpty() {
        return moving.isEmpty() && busy.isEmpty();
    }

    /** A line for each task, the oldest first, and one for all where there are several; none when nothing moves. */
    List<String> lines(long now) {
        List<String> lines = new ArrayList<>();
        moving.values().forEach(task -> lines.add(line(task, now)));
        busy.forEach((task, since) -> lines.add(task + " ... " + Amounts.time(Duration.ofNanos(now - since))));
        if (lines.size() > MOST_LINES) {
            int more = lines.size() - MOST_LINES;
            lines.subList(MOST_LINES, lines.size()).clear();
            lines.add("and " + more + " more");
        }
        if (!lines.isEmpty() && (expected.isPresent() || moving.size() > 1)) {
            lines.add("Total: " + brief(now));
        }
        return lines;
    }

    /** All of it in one line; empty when nothing moves. */
    Optional<String> summary(long now) {
        if (isEmpty()) {
            return Optional.empty();
        }
        String names = Stream.concat(moving.keySet().stream(), busy.keySet().stream())
                .limit(3)
                .collect(Collectors.joining(", "));
        int others = moving.size() + busy.size() - 3;
        String underWay = names + (others > 0 ? " and " + others + " more" : "");
        if (expected.isEmpty() && moving.isEmpty()) {
            return Optional.of(underWay + " ...");
        }
        return Optional.of(
                expected.isEmpty() && moving.size() == 1
                        ? underWay + ": " + total(now)
                        : total(now) + " (now: " + underWay + ")");
    }

    /** What fits into a line of a terminal, the most telling first. */
    private String brief(long now) {
        OptionalLong percent = Amounts.percent(rows(), expectedRows());
        List<String> parts = new ArrayList<>();
        percent.ifPresent(done -> parts.add(done + "%"));
        if (!moving.isEmpty() && isStalled(pace, now)) {
            parts.add("no row for " + Amounts.time(pace.idle(now)));
        } else if (!moving.isEmpty()) {
            left(rows(), expectedRows(), pace, now).ifPresent(time -> parts.add(time + " left"));
        }
        expected.ifPresent(work -> parts.add(finished + " of " + work.tasks() + " tables"));
        parts.add(Amounts.count(rows()) + " rows");
        parts.add(ByteCount.shown(bytes()));
        if (!moving.isEmpty() && !isStalled(pace, now)) {
            parts.add(brief(pace.perSecond(now)) + "/s");
        }
        return String.join(", ", parts);
    }

    private OptionalLong expectedRows() {
        return expected.isPresent()
                ? expected.get().rows()
                : moving.size() == 1
                        ? moving.values().iterator().next().progress().expectedRows()
                        : OptionalLong.empty();
    }

    private String total(long now) {
        OptionalLong rows = expectedRows();
        List<String> parts = new ArrayList<>();
        expected.ifPresent(work -> parts.add(finished + " of " + work.tasks() + " tables"));
        parts.add(Amounts.rows(rows(), rows));
        parts.add(ByteCount.shown(bytes()));
        if (!moving.isEmpty()) {
            if (isStalled(pace, now)) {
                parts.add("no row for " + Amounts.time(pace.idle(now)));
            } else if (pace.perSecond(now) >= 1) {
                parts.add(Amounts.count(Math.round(pace.perSecond(now))) + " rows/s");
                left(rows(), rows, pace, now).ifPresent(time -> parts.add(time + " left"));
            }
        }
        return String.join(", ", parts);
    }

    private static String line(Moving task, long now) {
        Progress progress = task.progress();
        OptionalLong percent = Amounts.percent(progress.rows(), progress.expectedRows());
        String bar = percent.isEmpty() ? "" : bar(percent.getAsLong());
        String of = percent.isEmpty() ? "" : percent.getAsLong() + "%";
        String speed = isStalled(task.pace(), now)
                ? "no row for " + Amounts.time(task.pace().idle(now))
                : String.format(
                        Locale.ROOT,
                        "%7s/s %s",
                        brief(task.pace().perSecond(now)),
                        left(progress.rows(), progress.expectedRows(), task.pace(), now)
                                .map(time -> time + " left")
                                .orElse(""));
        return String.format(
                        Locale.ROOT,
                        "%-" + NAME + "s %-" + (BAR + 2) + "s %4s %13s rows %s",
                        fitted(progress.task()),
                        bar,
                        of,
                        Amounts.count(progress.rows()),
                        speed)
                .stripTrailing();
    }

    private static boolean isStalled(Pace pace, long now) {
        return pace.idle(now).compareTo(STALLED) >= 0;
    }

    private static Optional<String> left(long rows, OptionalLong expected, Pace pace, long now) {
        double perSecond = pace.perSecond(now);
        return perSecond < 1 || Amounts.percent(rows, expected).isEmpty()
                ? Optional.empty()
                : Optional.of(Amounts.time(Duration.ofSeconds(Math.round((expected.getAsLong() - rows) / perSecond))));
    }

    private static String bar(long percent) {
        int done = (int) (percent * BAR / 100);
        return "[" + "#".repeat(done) + "-".repeat(BAR - done) + "]";
    }

    private static String brief(double number) {
        return number < 10_000
                ? Amounts.count(Math.round(number))
                : number < 10_000_000
                        ? Amounts.count(Math.round(number / 1000)) + "k"
                        : Amounts.count(Math.round(number / 1_000_000)) + "M";
    }

    /** The end of a long name tells more than its beginning. */
    private static String fitted(String name) {
        return name.length() <= NAME ? name : "..." + name.substring(name.length() - NAME + 3);
    }

    private long rows() {
        return finishedRows
                + moving.values().stream()
                        .mapToLong(task -> task.progress().rows())
                        .sum();
    }

    private long bytes() {
        return finishedBytes
                + moving.values().stream()
                        .mapToLong(task -> task.progress().bytes())
                        .sum();
    }
}
