package dev.dbsync.core.pull;

import dev.dbsync.core.comparison.RowsCompared;
import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.LockHolders;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.load.MaterializedViews;
import dev.dbsync.core.load.SequencePositions;
import dev.dbsync.core.load.SetAside;
import dev.dbsync.core.proof.ProofReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Empties the target's tables and fills them anew, within a transaction that the caller commits: until then nobody sees
 * anything of it, and when it fails the target is as it was.
 */
final class TargetLoad {

    private final Pull pull;
    private final TargetFit fit;
    private final CatalogView targetView;
    private final TableCopy.Side source;
    private final TableCopy.Side target;
    private final MaskedColumns masks;
    private final CopyFlow flow;
    private final EventSink events;
    private final String to;

    /** @param target in the transaction */
    TargetLoad(Pull pull, TargetFit fit, CatalogView targetView, TableCopy.Side target) {
        this.pull = pull;
        this.fit = fit;
        this.targetView = targetView;
        this.source = new TableCopy.Side(pull.source().shown(), pull.reading());
        this.target = target;
        this.masks = new MaskedColumns(pull.plan().masking());
        this.flow = pull.flow();
        this.events = pull.events();
        this.to = pull.plan().to();
    }

    /** What was loaded, and what was found when it was checked. */
    record Result(
            List<TableReport> tables,
            Optional<PullVerification> verification,
            Optional<ProofReport> proof,
            boolean earlierInPart) {

        Result(List<TableReport> tables, PullVerification verification, ProofReport proof) {
            this(tables, Optional.of(verification), Optional.of(proof), false);
        }

        /** Of what an earlier run has filled and checked: this one has copied nothing, and looked at nothing again. */
        static Result ofAnEarlierRun(boolean inPart) {
            return new Result(List.of(), Optional.empty(), Optional.empty(), inPart);
        }

        long rows() {
            return verification.map(PullVerification::rows).orElse(0L);
        }
    }

    /** @throws dev.dbsync.core.problem.SyncException when something cannot be copied or put back, or does not verify */
    Result run() throws SQLException {
        Connection connection = target.connection();
        SequencePositions sequences =
                SequencePositions.read(pull.reading(), pull.sourceView().catalog(), pull.selectedWithParents());
        SetAside aside = empty(connection);
        List<TableReport> tables = new ArrayList<>();
        events.accept(SyncEvent.Expected.of(fit.loads().stream()
                .map(load -> TableProgress.expected(load.table()))
                .toList()));
        for (TargetFit.Load load : fit.loads()) {
            tables.add(copy(load));
        }
        SequencePositions.Outcome set = sequences.set(connection, targetView.catalog(), events, to);
        aside.putBack();
        int views = MaterializedViews.refresh(connection, target.shown());
        PullVerification.sameForeignKeys(connection, target.shown(), fit.touched(), aside.keys());
        LoadedRows rows = new LoadedRows(pull, targetView, fit.loads(), Set.of());
        rows.compare(source.connection(), connection);
        RowsCompared verified = rows.verified();
        ProofReport proof =
                new PullProof(pull, fit.loads(), masks, target.shown()).run(source.connection(), connection);

        return new Result(
                List.copyOf(tables),
                PullVerification.of(pull.snapshot(), tables, aside.keys(), set, masks, views, verified),
                proof);
    }

    private SetAside empty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // For all of the transaction: whoever wants to use the tables waits for it, so it waits for nobody.
            statement.execute("SET LOCAL lock_timeout = '5s'");
            SetAside aside = SetAside.from(connection, target.shown(), fit.touched());
            truncate(statement, fit.truncations());
            return aside;
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e,
                    "Cannot empty the tables of " + to,
                    target.shown(),
                    SqlProblem.isLockTimeout(e) ? inUse(connection) : "");
        }
    }

    private String inUse(Connection connection) throws SQLException {
        // Nothing can be asked in a transaction that has failed.
        connection.rollback();
        return LockHolders.remedy(
                connection, fit.touched().stream().map(TableName::sql).toList());
    }

    /** All at once and never with CASCADE, which would reach tables that nobody selected. */
    private static void truncate(Statement statement, Set<String> tables) throws SQLException {
        if (!tables.isEmpty()) {
            statement.execute("TRUNCATE TABLE " + String.join(", ", tables));
        }
    }

    private TableReport copy(TargetFit.Load load) {
        TableProgress progress = new TableProgress(load.table(), load.format().format(), 1, events);
        TableProgress.Part part = progress.part();
        TableCopy.Result result = masks.copy(load).run(source, target, flow, part);
        PullVerification.sameRows(load.table().table(), result.read(), result.written(), target.shown());
        part.ended(result);
        return progress.report();
    }
}
