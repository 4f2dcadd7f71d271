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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs what the checkout has beyond an environment, as the next release would, each script by itself, and times it.
 * What cannot run in a transaction runs without one; run again after a failure, it goes on where it stopped.
 */
public final class Rehearsal {

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
        new SegmentedRun(database, migrations, SegmentedRun.REHEARSAL, lockTimeout, events)
                .run(
                        segments(),
                        (segment, took) -> segment.names().forEach(script -> ran.accept(new Timed(script, took))));
    }

    private List<Segment> segments() {
        try (Connection connection = database.connectReadOnly(SegmentedRun.REHEARSAL)) {
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
                            Map.of(),
                            migrations.around(List.of(), List.of(), true));
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read what is to be rehearsed", database.shown(), "");
        }
    }
}
