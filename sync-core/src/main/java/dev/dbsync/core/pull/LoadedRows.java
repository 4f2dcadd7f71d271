package dev.dbsync.core.pull;

import dev.dbsync.core.comparison.RowComparison;
import dev.dbsync.core.comparison.RowsCompared;
import dev.dbsync.core.comparison.SentTable;
import dev.dbsync.core.comparison.TableVerdict;
import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Compares everything that a pull has loaded with the snapshot that it was read from. */
final class LoadedRows {

    private final Verify verify;
    private final EventSink events;
    private final RowComparison comparison;
    private final List<RowComparison.Unit> units;
    private final List<TableVerdict> earlier;
    private final Collection<TableVerdict> verdicts = new ConcurrentLinkedQueue<>();
    private final Set<TableName> different = new TreeSet<>();

    /**
     * @param target with the indexes that it has when the rows are compared
     * @param loads everything that was loaded
     * @param earlier tables of the target that an earlier run has filled, from a snapshot that is gone
     */
    LoadedRows(Pull pull, CatalogView target, Collection<TargetFit.Load> loads, Set<TableName> earlier) {
        this.events = pull.events();
        this.verify = pull.config().verify();
        this.comparison = new RowComparison(
                verify,
                pull.sourceView(),
                target,
                pull.plan().masking(),
                pull.plan().to(),
                pull.plan().id().value().hashCode());
        List<RowComparison.Unit> all =
                RowComparison.units(loads.stream().map(TargetFit.Load::sent).toList(), pull.sourceView(), target);
        this.units = all.stream().filter(unit -> !earlier.contains(unit.into())).toList();
        this.earlier = all.stream()
                .filter(unit -> earlier.contains(unit.into()))
                .map(unit -> new TableVerdict(
                        unit.name(),
                        TableVerdict.How.COUNTED,
                        0,
                        0,
                        "an earlier run has copied it, from a snapshot that is gone",
                        List.of()))
                .toList();
    }

    /** One table after the other. */
    void compare(Connection reading, Connection written) {
        units.forEach(unit -> compare(unit, reading, written));
    }

    /** By several workers. */
    void compare(TaskPool pool) {
        units.forEach(unit -> pool.add(
                unit.tables().stream().mapToLong(SentTable::bytes).sum(),
                "Cannot compare the rows of " + unit.name().shown(),
                worker -> compare(
                        unit, worker.source().connection(), worker.target().connection())));
        pool.await();
    }

    /** Tables of the target that do not hold what they should. */
    Set<TableName> different() {
        synchronized (different) {
            return Set.copyOf(different);
        }
    }

    /** @throws dev.dbsync.core.problem.SyncException with everything that differs, when anything does */
    RowsCompared verified() {
        if (verdicts.size() != units.size()) {
            throw new IllegalStateException(verdicts.size() + " of " + units.size() + " tables were compared");
        }
        List<TableVerdict> all = new ArrayList<>(verdicts);
        all.addAll(earlier);
        all.sort(Comparator.comparing(TableVerdict::table));
        return RowsCompared.of(verify, all);
    }

    private void compare(RowComparison.Unit unit, Connection reading, Connection written) {
        events.during("compare " + unit.name().shown(), () -> note(unit, comparison.compare(reading, written, unit)));
    }

    private void note(RowComparison.Unit unit, TableVerdict verdict) {
        verdicts.add(verdict);
        if (!verdict.problems().isEmpty()) {
            synchronized (different) {
                different.add(unit.into());
            }
        }
    }
}
