package dev.dbsync.core.migration;

import dev.dbsync.core.database.Catalog;
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
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs what the checkout has beyond an environment, as the next release would, each script by itself, and times it.
 * What cannot run in a transaction runs without one; run again after a failure, it goes on where it stopped.
 */
public final class Rehearsal {

    /** What notes how far an interrupted script has come wants to know whose it was. */
    private static final String PLAN = "rehearsal";

    private static final LoneCheck UNCHECKED = new LoneCheck() {
        @Override
        public void before(Connection target) {}

        @Override
        public void after(Connection target) {}
    };

    private final Database database;
    private final Migrations migrations;
    private final Duration lockTimeout;
    private final EventSink events;

    /**
     * A script that was run.
     *
     * @param took from its beginning to its commit, callbacks included
     */
    public record Timed(String script, Duration took) {}

    /**
     * @param migrations of the database
     * @param lockTimeout how long a script with transactions of its own waits for a lock
     * @param events hears a step a script
     */
    public Rehearsal(Database database, Migrations migrations, Duration lockTimeout, EventSink events) {
        this.database = database;
        this.migrations = migrations;
        this.lockTimeout = lockTimeout;
        this.events = events;
    }

    /**
     * Runs all that is pending.
     *
     * @param ran hears each script that has been run, in order
     * @throws SyncException when a script fails, or the history and the checkout do not agree; what was run before
     *     stays
     */
    public void run(Consumer<Timed> ran) {
        List<Segment> segments = segments();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long start = System.nanoTime();
            if (segment.isAtomic()) {
                transaction(segments, i);
            } else if (!migrations.migrateAlone(database, segment, lockTimeout, UNCHECKED, events)) {
                throw new SyncException(new Problem(
                        "Another Flyway is at work", database.shown(), "Wait for it to end, and run it again"));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            segment.names().forEach(script -> ran.accept(new Timed(script, took)));
        }
    }

    private List<Segment> segments() {
        try (Connection connection = database.connectReadOnly("rehearsal")) {
            HistoryComparison comparison = migrations.compareToCheckout(migrations.history(connection));
            if (!comparison.divergences().isEmpty()) {
                throw new SyncException(comparison.divergences().stream()
                        .map(divergence -> new Problem(
                                divergence.kind() + ": " + divergence.detail(),
                                database.shown() + ": " + divergence.script(),
                                divergence.remedy()))
                        .toList());
            }
            return comparison.pending().isEmpty()
                    ? List.of()
                    : migrations.segments(
                            comparison.pending(),
                            Catalog.read(connection),
                            true,
                            connection.getMetaData().getDatabaseMajorVersion(),
                            Map.of());
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read what is to be rehearsed", database.shown(), "");
        }
    }

    private void transaction(List<Segment> segments, int index) {
        boolean first = index == 0;
        boolean last = index == segments.size() - 1;
        List<String> names = segments.get(index).names();
        try (OneTransaction transaction = OneTransaction.open(database, "rehearsal")) {
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
            progress.begin(connection, PLAN, segments);
        } else {
            progress.segment(connection, index + 1);
        }
    }
}
