package dev.dbsync.core.pull;

import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.load.AutovacuumGuard;
import dev.dbsync.core.load.Emptying;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.Part;
import dev.dbsync.core.load.PutBack;
import dev.dbsync.core.load.RowsDoNotFitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies tables with several workers, in many transactions, and builds each table's indexes while others are still
 * copied. What is done is recorded on the target together with it.
 */
final class ParallelLoad {

    /** Before everything else that waits: whoever asks what is to be done makes work for all. */
    private static final long AT_ONCE = Long.MAX_VALUE;

    private final Pull pull;
    private final LoadSession session;
    private final MaskedColumns masks;
    private final CopyFlow flow;
    private final TaskPool pool;
    private final String place;
    private final EventSink events;
    private final Map<TableName, TableProgress> progress = new TreeMap<>();
    private final Map<TableName, AtomicInteger> open = new ConcurrentHashMap<>();

    private ReadyTables ready;

    /**
     * @param session held by a connection of the caller's
     * @param place the database that is filled, for messages
     */
    ParallelLoad(Pull pull, LoadSession session, MaskedColumns masks, TaskPool pool, String place) {
        this.pull = pull;
        this.session = session;
        this.masks = masks;
        this.flow = pull.flow();
        this.pool = pool;
        this.place = place;
        this.events = pull.events();
    }

    /**
     * Copies what is scheduled, and puts back the indexes and keys of its tables; foreign keys, too, where that can be
     * done meanwhile.
     *
     * @param coordinator in autocommit
     * @throws dev.dbsync.core.problem.SyncException when something cannot be copied or built; nothing is under way then
     */
    void run(LoadSchedule schedule, Connection coordinator) throws SQLException {
        ready = new ReadyTables(
                schedule.units().stream().map(LoadUnit::load).toList(), session.references(coordinator));
        Map<TableName, Integer> parts = new TreeMap<>();
        for (LoadUnit unit : schedule.units()) {
            parts.merge(unit.load().table().table(), 1, Integer::sum);
            open.put(unit.load().into(), new AtomicInteger(unit.parts()));
        }
        for (LoadUnit unit : schedule.units()) {
            PlannedTable table = unit.load().table();
            progress.put(
                    table.table(),
                    new TableProgress(table, unit.load().format().format(), parts.get(table.table()), events));
        }
        events.accept(expected(schedule));
        Emptying.at(coordinator, schedule.truncations(), place);
        for (LoadUnit unit : schedule.units()) {
            pool.add(unit.weight(), "Cannot copy " + unit.load().table().table().shown(), worker -> copy(unit, worker));
        }
        pool.await();
        // Of partitions that rows came to by way of their partitioned table, or that an interrupted run has filled.
        for (TableName table : session.unbuilt(coordinator)) {
            pool.add(AT_ONCE, "Cannot read what is to be put back", worker -> indexes(table, 0, worker));
        }
        pool.await();
    }

    /** What was copied by this run, in the plan's order. */
    List<TableReport> reports() {
        return pull.plan().tables().stream()
                .map(table -> progress.get(table.table()))
                .filter(Objects::nonNull)
                .map(TableProgress::report)
                .toList();
    }

    private void copy(LoadUnit unit, Worker worker) throws SQLException {
        Connection writing = worker.target().connection();
        TableName into = unit.load().into();
        TableName from = unit.load().table().table();
        TableProgress.Part part = progress.get(from).part();
        writing.setAutoCommit(false);
        try {
            if (unit.alone()) {
                Emptying.within(writing, List.of(unit.load().truncation()), place);
            } else if (unit.isLastOfSeveral()) {
                AutovacuumGuard.hold(writing, into);
            }
            TableCopy.Result result =
                    masks.copy(unit).run(worker.source(), worker.target(), flow, unit.largeRows(), part);
            PullVerification.sameRows(
                    from, result.read(), result.written(), worker.target().shown());
            session.partDone(
                    writing,
                    new Part(
                            into,
                            unit.part(),
                            unit.parts(),
                            pull.snapshot().id(),
                            pull.snapshot().taken(),
                            result.written()));
            writing.commit();
            part.ended(result);
        } catch (SQLException | RuntimeException e) {
            rollback(writing, e);
            throw e;
        }
        writing.setAutoCommit(true);
        if (open.get(into).decrementAndGet() == 0) {
            pool.add(AT_ONCE, "Cannot read what is to be put back", next -> indexes(into, unit.weight(), next));
        }
    }

    private void indexes(TableName table, long weight, Worker worker) {
        List<PutBack> indexes = session.indexes(worker.target().connection(), table);
        AtomicInteger left = new AtomicInteger(indexes.size());
        for (PutBack index : indexes) {
            pool.add(weight, "Cannot build " + index.shown(), next -> {
                events.during(index.shown(), () -> index.run(next.target().connection()));
                if (left.decrementAndGet() == 0) {
                    keys(table);
                }
            });
        }
        if (indexes.isEmpty()) {
            keys(table);
        }
    }

    private void keys(TableName table) {
        pool.add(AT_ONCE, "Cannot put back the keys of " + table.shown(), worker -> keys(table, worker));
    }

    private static SyncEvent expected(LoadSchedule schedule) {
        return SyncEvent.Expected.of(schedule.units().stream()
                .map(unit -> unit.load().table())
                .distinct()
                .map(TableProgress::expected)
                .toList());
    }

    private void keys(TableName table, Worker worker) throws SQLException {
        events.during(
                "keys and statistics of " + table.shown(),
                () -> keys(table, worker.target().connection()));
        for (TableName referencing : ready.whole(table)) {
            pool.add(
                    AT_ONCE,
                    "Cannot put back the foreign keys of " + referencing.shown(),
                    next -> foreignKeys(referencing, next.target().connection()));
        }
    }

    private void foreignKeys(TableName referencing, Connection connection) throws SQLException {
        session.foreignKeys(connection, referencing).ifPresent(keys -> keys.run(connection));
        PutBack validation = session.validations(connection, referencing).orElse(null);
        if (validation == null) {
            return;
        }
        try {
            events.during(validation.shown(), () -> validation.run(connection));
        } catch (RowsDoNotFitException e) {
            // It is tried again when all is there, by somebody who knows whether rows of an earlier snapshot are to
            // blame.
        }
    }

    private void keys(TableName table, Connection connection) throws SQLException {
        session.keys(connection, table).ifPresent(keys -> keys.run(connection));
        // Not while an index is built: the two lock each other out.
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE " + table.sql());
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
