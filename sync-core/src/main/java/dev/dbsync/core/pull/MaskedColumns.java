package dev.dbsync.core.pull;

import dev.dbsync.core.copy.RowMask;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskInputs;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.masking.OutputPromise;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/** The masks as a copy needs them, counting what they did. */
final class MaskedColumns {

    private final MaskingPolicy policy;
    private final LongAdder values = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final Map<String, LongAdder> kept = new ConcurrentSkipListMap<>();

    MaskedColumns(MaskingPolicy policy) {
        this.policy = policy;
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
        Map<String, OutputPromise> promises = policy.promises(table.table());
        Map<String, ColumnMask> masks = policy.masks(table.table());
        Map<String, MaskInputs> inputs = policy.inputs(table.table());
        List<TableCopy.Column> columns = table.columns().stream()
                .map(PlannedTable.PlannedColumn::name)
                .map(name -> inputs.containsKey(name)
                        ? new TableCopy.Column(
                                name, ofRows(table, name, inputs.get(name), masks.get(name), promises.get(name)))
                        : new TableCopy.Column(
                                name,
                                Optional.ofNullable(masks.get(name)).map(mask -> counted(mask, promises.get(name)))))
                .toList();
        TableCopy copy = new TableCopy(table.table(), into, columns, limit).as(load.format());
        return table.where().map(copy::where).orElse(copy);
    }

    /** Values that went through a mask. */
    long values() {
        return values.sum();
    }

    /** Values that came out of their mask as they went in. */
    long unchanged() {
        return unchanged.sum();
    }

    /** By column, values that a rule's condition kept as they are, where there is such a condition. */
    Map<String, Long> kept() {
        Map<String, Long> numbers = new TreeMap<>();
        kept.forEach((column, number) -> numbers.put(column, number.sum()));
        return numbers;
    }

    private RowMask ofRows(
            PlannedTable table, String column, MaskInputs inputs, ColumnMask mask, OutputPromise promise) {
        LongAdder keeps = inputs.when().isEmpty()
                ? new LongAdder()
                : kept.computeIfAbsent(table.table().shown() + "." + column, first -> new LongAdder());
        return new RowMask(
                inputs.when(),
                inputs.by(),
                promise.givesNothing()
                        ? (value, by) -> emptied(value)
                        : (value, by) -> counted(mask.mask(value, by), value),
                keeps::increment);
    }

    private UnaryOperator<byte[]> counted(ColumnMask mask, OutputPromise promise) {
        // Where the mask reads no value, the bytes may be of another form than the one it would be given.
        return promise.givesNothing() ? this::emptied : value -> counted(mask.mask(value), value);
    }

    private byte[] emptied(byte[] value) {
        values.increment();
        return null;
    }

    private byte[] counted(byte[] masked, byte[] value) {
        values.increment();
        if (Arrays.equals(masked, value)) {
            unchanged.increment();
        }
        return masked;
    }
}
