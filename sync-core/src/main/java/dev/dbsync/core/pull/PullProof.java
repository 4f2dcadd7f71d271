package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.copy.MaskedRead;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnRule;
import dev.dbsync.core.masking.MaskInputs;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.proof.Proof;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.proof.ProofTask;
import dev.dbsync.core.proof.ProvenTable;
import dev.dbsync.core.proof.ProvenTable.Keeping;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The proof of what a pull has loaded: that nothing of what it masked stands in the target. */
final class PullProof {

    private final Pull pull;
    private final List<TargetFit.Load> loads;
    private final MaskedColumns masks;
    private final String shown;

    /**
     * @param masks through which the rows went
     * @param shown the target, for messages
     */
    PullProof(Pull pull, List<TargetFit.Load> loads, MaskedColumns masks, String shown) {
        this.pull = pull;
        this.loads = loads;
        this.masks = masks;
        this.shown = shown;
    }

    /** Does a list of tasks, in whatever order. */
    @FunctionalInterface
    interface Doing {
        void all(List<ProofTask> tasks) throws SQLException;
    }

    /** One task after the other. */
    ProofReport run(Connection reading, Connection written) throws SQLException {
        return run(reading, written, tasks -> {
            for (ProofTask task : tasks) {
                pull.events().during(task.shown(), () -> task.work().run(reading, written));
            }
        });
    }

    /** By several workers. */
    ProofReport run(Connection reading, Connection written, TaskPool pool) throws SQLException {
        return run(reading, written, tasks -> {
            for (ProofTask task : tasks) {
                pool.add(
                        task.bytes(),
                        "Cannot prove: " + task.shown(),
                        worker -> pull.events()
                                .during(
                                        task.shown(),
                                        () -> task.work()
                                                .run(
                                                        worker.source().connection(),
                                                        worker.target().connection())));
            }
            pool.await();
        });
    }

    /** @throws UnprovenException when something stands in the target that should not */
    private ProofReport run(Connection reading, Connection written, Doing doing) throws SQLException {
        Verify depth = pull.config().verify();
        Proof proof = new Proof(new Proof.Scope(
                depth,
                pull.plan().id().value().hashCode(),
                loads.stream().map(this::proven).toList(),
                pull.needs().ignored(),
                pull.needs().config().allow(),
                pull.flow()));
        ProofReport report = depth == Verify.COUNTS
                ? proof.report(counted())
                : new Step("Prove that nothing of what was masked stands in "
                                + pull.plan().to())
                        .run(
                                pull.events(),
                                () -> {
                                    doing.all(proof.gather(reading));
                                    doing.all(proof.search(reading, written));
                                    doing.all(proof.lookAgain(reading));
                                    doing.all(proof.maskAgain(reading));
                                    return proof.report(counted());
                                },
                                done -> done.columnsSearched() + " columns searched");
        ProofProblems problems = new ProofProblems(report, shown);
        problems.warnings().forEach(pull.events()::warning);
        if (!report.holds()) {
            throw new UnprovenException(report, problems.all());
        }
        return report;
    }

    private ProvenTable proven(TargetFit.Load load) {
        PlannedTable table = load.table();
        Map<String, OutputPromise> promises = pull.plan().masking().promises(table.table());
        List<ProvenTable.Masked> masked = new ArrayList<>();
        Map<String, Keeping> kept = new HashMap<>();
        for (PlannedTable.PlannedColumn column : table.columns()) {
            OutputPromise promise = promises.get(column.name());
            if (promise == null) {
                kept.put(column.name(), keeping(table.table(), column.name()));
            } else {
                masked.add(new ProvenTable.Masked(
                        column.name(), column.strategy().orElse("masked"), promise, isConditional(table, column)));
            }
        }
        return new ProvenTable(
                table.table(),
                root(table.table()),
                load.into(),
                table.estimatedRows(),
                table.bytes(),
                masked,
                kept,
                (source, condition, limit, observers) -> {
                    TableCopy copy = masks.observed(table, limit, observers);
                    return MaskedRead.run(
                            condition.map(copy::where).orElse(copy),
                            new TableCopy.Side(pull.source().shown(), source),
                            pull.flow());
                });
    }

    /** The copy has counted by table; a tree of partitions is one. */
    private List<ProofReport.Masked> counted() {
        Map<TableName, Map<String, ProofReport.Masked>> counted = new LinkedHashMap<>();
        for (TargetFit.Load load : loads) {
            PlannedTable table = load.table();
            Map<String, MaskedColumns.Counts> counts = masks.counts(table.table());
            Map<String, OutputPromise> promises = pull.plan().masking().promises(table.table());
            TableName root = root(table.table());
            table.masked().forEach((column, strategy) -> {
                MaskedColumns.Counts found =
                        counts.getOrDefault(column, MaskedColumns.Counts.of(false, promises.get(column)));
                counted.computeIfAbsent(root, first -> new LinkedHashMap<>())
                        .merge(
                                column,
                                new ProofReport.Masked(
                                        root,
                                        column,
                                        strategy,
                                        found.values().sum(),
                                        found.unchanged().sum(),
                                        promises.get(column).mayEqualInput(),
                                        found.kept().map(LongAdder::sum).orElse(0L),
                                        found.outputs().shown(),
                                        Optional.empty(),
                                        Optional.empty()),
                                ProofReport.Masked::plus);
            });
        }
        return counted.values().stream()
                .flatMap(columns -> columns.values().stream())
                .toList();
    }

    private boolean isConditional(PlannedTable table, PlannedTable.PlannedColumn column) {
        return Optional.ofNullable(pull.plan().masking().inputs(table.table()).get(column.name()))
                .flatMap(MaskInputs::when)
                .isPresent();
    }

    private TableName root(TableName table) {
        return line(table).get(line(table).size() - 1);
    }

    private List<TableName> line(TableName table) {
        Table found = pull.sourceView().catalog().table(table).orElseThrow();
        return pull.sourceView().partitions().upwards(found).stream()
                .map(Table::name)
                .toList();
    }

    private Keeping keeping(TableName table, String column) {
        List<TableName> line = line(table);
        Optional<ColumnRule> rule = pull.plan().masking().kept().stream()
                .filter(kept -> kept.column().equals(column) && line.contains(kept.table()))
                .findFirst();
        if (rule.isEmpty()) {
            return Keeping.NEEDLESS;
        }
        return switch (rule.get().why()) {
            case RULE, TAG, INHERITED -> Keeping.DECIDED;
            // A pattern speaks of names, and of no column in particular.
            case PATTERN, UNCLASSIFIED -> Keeping.UNDECIDED;
        };
    }
}
