package dev.dbsync.maven.console;

import dev.dbsync.core.event.SyncEvent.Progress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is moving right now, and how far it has come, as one line of text. Not thread-safe. */
final class ProgressBoard {

    private final Map<String, Progress> moving = new LinkedHashMap<>();

    void update(Progress progress) {
        // Out and in again, so that the task that moved last is the one that is shown.
        moving.remove(progress.task());
        if (!progress.finished()) {
            moving.put(progress.task(), progress);
        }
    }

    /** The task that moved last, and the number of the others; empty when nothing moves. */
    Optional<String> line() {
        Progress last = null;
        for (Progress progress : moving.values()) {
            last = progress;
        }
        if (last == null) {
            return Optional.empty();
        }
        String others = moving.size() > 1 ? "  (and " + (moving.size() - 1) + " more)" : "";
        return Optional.of(text(last) + others);
    }

    private static String text(Progress progress) {
        return progress.task() + ": " + rows(progress) + " rows, " + bytes(progress.bytes());
    }

    private static String rows(Progress progress) {
        String rows = String.format(Locale.ROOT, "%,d", progress.rows());
        if (progress.expectedRows().isEmpty()) {
            return rows;
        }
        long expected = progress.expectedRows().getAsLong();
        if (expected <= 0 || progress.rows() > expected) {
            // The estimate was wrong: a percentage beyond 100 says less than none.
            return rows;
        }
        return String.format(
                Locale.ROOT, "%s of about %,d (%d%%)", rows, expected, Math.round(100.0 * progress.rows() / expected));
    }

    private static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double amount = bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }
}
