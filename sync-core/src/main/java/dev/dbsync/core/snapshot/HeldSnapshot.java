package dev.dbsync.core.snapshot;

import dev.dbsync.core.event.EventSink;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches how long production's snapshot is held, and warns when that is long enough to hurt: no row that was dead
 * since can be removed by vacuum meanwhile, in any table of the database. It warns after a while, then each time that
 * it has been twice as long.
 *
 * @see <a href="https://www.postgresql.org/docs/current/routine-vacuuming.html">Routine vacuuming</a>
 */
public final class HeldSnapshot implements AutoCloseable {

    /** What a busy database takes without harm: its own reports and backups hold theirs as long. */
    public static final Duration LONG = Duration.ofMinutes(30);

    private final String from;
    private final Optional<StandbySource> standby;
    private final Duration first;
    private final EventSink events;
    private final long since = System.nanoTime();
    private boolean closed;

    /**
     * @param from the source's name
     * @param standby empty where the source is none
     * @param first after what time it warns for the first time
     */
    public HeldSnapshot(String from, Optional<StandbySource> standby, Duration first, EventSink events) {
        this.from = from;
        this.standby = standby;
        this.first = first;
        this.events = events;
        Thread watch = new Thread(this::watch, "sync snapshot watch");
        watch.setDaemon(true);
        watch.start();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void watch() {
        Duration next = first;
        try {
            while (isStillHeldAfter(next)) {
                events.warning(warning(Duration.ofNanos(System.nanoTime() - since)));
                next = next.plus(next.isZero() ? LONG : next);
            }
        } catch (InterruptedException e) {
            // Nobody else knows this thread: the JVM ends.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isStillHeldAfter(Duration time) throws InterruptedException {
        long due = since + time.toNanos();
        for (long left = due - System.nanoTime(); !closed && left > 0; left = due - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !closed;
    }

    String warning(Duration held) {
        return "The snapshot of " + from + " is held for " + shown(held) + " now. " + harm()
                + " A pull is shorter with fewer tables (pull.exclude, a 'where'), more pull.workers, no pull.maxRate"
                + remedy();
    }

    private String harm() {
        if (standby.isEmpty()) {
            return "Meanwhile vacuum can remove no row that has died there since: tables that are often updated or"
                    + " deleted from grow, and queries on them become slower.";
        }
        return standby.get().feedback()
                ? "Meanwhile vacuum can remove no row that has died on its primary since (hot_standby_feedback is on):"
                        + " tables that are often updated or deleted from grow, and queries on them become slower."
                : "Its primary's vacuum is not held up (hot_standby_feedback is off), but the standby may fall behind,"
                        + " or end the pull.";
    }

    private String remedy() {
        return standby.isPresent() ? "" : ", or is read from a standby without hot_standby_feedback";
    }

    private static String shown(Duration held) {
        long minutes = held.toMinutes();
        if (minutes < 1) {
            return held.toSeconds() + " s";
        }
        return minutes < 120 ? minutes + " minutes" : held.toHours() + " hours";
    }
}
