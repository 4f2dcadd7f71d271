package dev.dbsync.maven.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast rows have come of late. Not thread-safe. */
final class Pace {

    private static final long WINDOW = Duration.ofSeconds(10).toNanos();
    private static final long BETWEEN_MARKS = Duration.ofMillis(250).toNanos();

    private record Mark(long nanos, long rows) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long rows;
    private long movedAt;

    /** @param now when it began, with no row */
    Pace(long now) {
        movedAt = now;
        marks.add(new Mark(now, 0));
    }

    void rows(long now, long total) {
        if (total == rows) {
            return;
        }
        rows = total;
        movedAt = now;
        if (now - marks.getLast().nanos() >= BETWEEN_MARKS) {
            marks.add(new Mark(now, total));
        }
    }

    /** Rows a second, over the last ten seconds: when none come, it goes down to 0. */
    double perSecond(long now) {
        while (marks.size() > 1 && now - second().nanos() >= WINDOW) {
            marks.removeFirst();
        }
        Mark from = marks.getFirst();
        double seconds = (now - from.nanos()) / 1e9;
        return seconds <= 0 ? 0 : (rows - from.rows()) / seconds;
    }

    /** How long it is since the last row came. */
    Duration idle(long now) {
        return Duration.ofNanos(now - movedAt);
    }

    private Mark second() {
        var all = marks.iterator();
        all.next();
        return all.next();
    }
}
