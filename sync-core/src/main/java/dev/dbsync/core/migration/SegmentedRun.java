package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Runs segments one after the other in a database of which nobody expects that all of it happens or nothing. What
 * cannot run in a transaction runs without one; run again after a failure, with what is pending then, it goes on where
 * it stopped.
 */
public final class SegmentedRun {

    /** The purpose of a pull that builds its target. */
    public static final String PULL = "pull-prod migrations";

    /** The purpose of a pull that runs the checkout's migrations on the rows. */
    public static final String REHEARSAL = "rehearsal";

    private static final LoneCheck UNCHECKED = new LoneCheck() {
        @Override
        public void before(Connection target) {}

        @Override
        public void after(Connection target) {}
    };

    private final Database database;
    private final Migrations migrations;
    private final String purpose;
    private final Duration lockTimeout;
    private final EventSink events;

    /**
     * @param migrations of the database
     * @param purpose for {@code application_name}, and for the note of how far an interrupted run has come
     * @param lockTimeout how long a script with transactions of its own waits for a lock
     * @param events hears a step a script
     */
    public SegmentedRun(
            Database database, Migrations migrations, String purpose, Duration lockTimeout, EventSink events) {
        this.database = database;
        this.migrations = migrations;
        this.purpose = purpose;
        this.lockTimeout = lockTimeout;
        this.events = events;
    }

    /**
     * Runs them all.
     *
     * @param segments all that is pending, as {@link Migrations#segments} splits it
     * @param ran hears each segment that has been committed, and how long it took, callbacks included
     * @throws SyncException when a script fails; what was committed before stays
     */
    public void run(List<Segment> segments, BiConsumer<Segment, Duration> ran) {
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long start = System.nanoTime();
            if (segment.isAtomic()) {
                transaction(segments, i);
            } else if (!migrations.migrateAlone(database, segment, lockTimeout, UNCHECKED, events)) {
                throw new SyncException(new Problem(
                        "Another Flyway is at work", database.shown(), "Wait for it to end, and run it again"));
            }
            ran.accept(segment, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void transaction(List<Segment> segments, int index) {
        boolean first = index == 0;
        boolean last = index == segments.size() - 1;
        List<String> names = segments.get(index).names();
        try (OneTransaction transaction = OneTransaction.open(database, purpose)) {
            migrations.migrate(
                    transaction, new LinkedHashSet<>(names), new SegmentPosition(first, last, names.isEmpty()), events);
            if (!segments.stream().allMatch(Segment::isAtomic)) {
                note(transaction.connection(), segments.size(), index);
            }
            transaction.commit();
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e, "The script failed", (names.isEmpty() ? "" : names.get(0) + ", in ") + database.shown(), "");
        }
    }

    /** A script that runs by itself finds its place there, should it be interrupted. */
    private void note(Connection connection, int segments, int index) throws SQLException {
        ProgressTable progress = migrations.progress();
        if (index == segments - 1) {
            progress.end(connection);
        } else if (index == 0) {
            progress.begin(connection, purpose, segments);
        } else {
            progress.segment(connection, index + 1);
        }
    }
}
