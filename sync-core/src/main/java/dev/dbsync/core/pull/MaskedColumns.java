package dev.dbsync.core.pull;

import dev.dbsync.core.copy.FormatChoice;
import dev.dbsync.core.copy.RowMask;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskInputs;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.proof.ProvenTable.Observer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** The masks as a copy needs them, counting what they did. */
final class MaskedColumns {

    private final MaskingPolicy policy;
    private final Map<TableName, Map<String, Counts>> counts = new ConcurrentHashMap<>();

    MaskedColumns(MaskingPolicy policy) {
        this.policy = policy;
    }

    /**
     * What the mask of a column did.
     *
     * @param values that went through it
     * @param unchanged values that came out of it as they went in
     * @param kept values that a rule's condition kept as they are; empty where there is no such condition
     * @param outputs some of what it gave
     */
    record Counts(LongAdder values, LongAdder unchanged, Optional<LongAdder> kept, FirstOutputs outputs) {

        static Counts of(boolean conditional, OutputPromise promise) {
            return new Counts(
                    new LongAdder(),
                    new LongAdder(),
                    conditional ? Optional.of(new LongAdder()) : Optional.empty(),
                    new FirstOutputs(promise.mayHoldInput()));
        }

        private void keep() {
            kept.ifPresent(LongAdder::increment);
        }
    }

    /** What one COPY carries, in the format that both sides read alike. */
    TableCopy copy(LoadUnit unit) {
        TableCopy copy = copy(unit.load());
        TableCopy part = unit.blocks().map(copy::where).orElse(copy);
        return unit.alone() ? part.frozen() : part;
    }

    /** All rows of a table that are to be copied, likewise. */
    TableCopy copy(TargetFit.Load load) {
        return copy(load, load.into(), Optional.empty());
    }

    /**
     * @param into instead of the load's own table
     * @param limit at most so many rows
     */
    TableCopy copy(TargetFit.Load load, TableName into, Optional<Integer> limit) {
        PlannedTable table = load.table();
        List<TableCopy.Column> columns = table.columns().stream()
                .map(column -> counted(table.table(), column.name()))
                .toList();
        TableCopy copy = new TableCopy(table.table(), into, columns, limit).as(load.format());
        return table.where().map(copy::where).orElse(copy);
    }

    /**
     * The values that are masked, to be read only: as text, in which all of them can be read.
     *
     * @param limit at most so many rows
     * @param observers one for each masked column, in the table's order
     */
    TableCopy observed(PlannedTable table, Optional<Integer> limit, List<? extends Observer> observers) {
        Map<String, ColumnMask> masks = policy.masks(table.table());
        Map<String, MaskInputs> inputs = policy.inputs(table.table());
        List<String> masked =
                table.columnNames().stream().filter(masks::containsKey).toList();
        List<TableCopy.Column> columns = new ArrayList<>();
        for (int i = 0; i < masked.size(); i++) {
            String name = masked.get(i);
            columns.add(observed(name, masks.get(name), Optional.ofNullable(inputs.get(name)), observers.get(i)));
        }
        TableCopy copy = new TableCopy(table.table(), table.table(), columns, limit)
                .as(FormatChoice.text("its masked values are read"));
        return table.where().map(copy::where).orElse(copy);
    }

    private static TableCopy.Column observed(
            String name, ColumnMask mask, Optional<MaskInputs> inputs, Observer observer) {
        if (inputs.isEmpty()) {
            return new TableCopy.Column(name, Optional.of(value -> {
                observer.value(value, mask::mask);
                return null;
            }));
        }
        return new TableCopy.Column(
                name,
                new RowMask(
                        inputs.get().when(),
                        inputs.get().by(),
                        (value, by) -> {
                            observer.value(value, again -> mask.mask(again, by));
                            return null;
                        },
                        () -> {}));
    }

    /** What was done in each column of a table. */
    Map<String, Counts> counts(TableName table) {
        return new TreeMap<>(counts.getOrDefault(table, Map.of()));
    }

    /** Values that went through a mask. */
    long values() {
        return sum(column -> column.values().sum());
    }

    /** Values that came out of their mask as they went in. */
    long unchanged() {
        return sum(column -> column.unchanged().sum());
    }

    /** By column, values that a rule's condition kept as they are, where there is such a condition. */
    Map<String, Long> kept() {
        Map<String, Long> numbers = new TreeMap<>();
        counts.forEach((table, columns) -> columns.forEach((column, found) ->
                found.kept().ifPresent(kept -> numbers.put(table.shown() + "." + column, kept.sum()))));
        return numbers;
    }

    private long sum(ToLongFunction<Counts> number) {
        return counts.values().stream()
                .flatMap(columns -> columns.values().stream())
                .mapToLong(number)
                .sum();
    }

    private TableCopy.Column counted(TableName table, String column) {
        ColumnMask mask = policy.masks(table).get(column);
        if (mask == null) {
            return new TableCopy.Column(column, Optional.empty());
        }
        OutputPromise promise = policy.promises(table).get(column);
        Optional<MaskInputs> inputs = Optional.ofNullable(policy.inputs(table).get(column));
        Counts found = counts.computeIfAbsent(table, first -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        column,
                        first -> Counts.of(inputs.flatMap(MaskInputs::when).isPresent(), promise));
        return inputs.map(needs -> new TableCopy.Column(column, ofRows(needs, mask, promise, found)))
                .orElseGet(() -> new TableCopy.Column(column, Optional.of(counted(mask, promise, found))));
    }

    private static RowMask ofRows(MaskInputs inputs, ColumnMask mask, OutputPromise promise, Counts counts) {
        return new RowMask(
                inputs.when(),
                inputs.by(),
                promise.givesNothing()
                        ? (value, by) -> emptied(counts)
                        : (value, by) -> counted(mask.mask(value, by), value, counts),
                counts::keep);
    }

    private static UnaryOperator<byte[]> counted(ColumnMask mask, OutputPromise promise, Counts counts) {
        // Where the mask reads no value, the bytes may be of another form than the one it would be given.
        return promise.givesNothing() ? value -> emptied(counts) : value -> counted(mask.mask(value), value, counts);
    }

    private static byte[] emptied(Counts counts) {
        counts.values().increment();
        return null;
    }

    private static byte[] counted(byte[] masked, byte[] value, Counts counts) {
        counts.values().increment();
        if (Arrays.equals(masked, value)) {
            counts.unchanged().increment();
        } else {
            counts.outputs().take(masked);
        }
        return masked;
    }
}
