package dev.dbsync.core.pull;

import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.masking.OutputPromise;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/** The masks as a copy needs them, counting what they did. */
final class MaskedColumns {

    private final MaskingPolicy policy;
    private final LongAdder values = new LongAdder();
    private final LongAdder unchanged = new LongAdder();

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
        List<TableCopy.Column> columns = table.columns().stream()
                .map(column -> new TableCopy.Column(
                        column.name(),
                        Optional.ofNullable(masks.get(column.name()))
                                .map(mask -> counted(mask, promises.get(column.name())))))
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

    private UnaryOperator<byte[]> counted(ColumnMask mask, OutputPromise promise) {
        // Where the mask reads no value, the bytes may be of another form than the one it would be given.
        return promise.givesNothing() ? this::emptied : value -> counted(mask, value);
    }

    private byte[] emptied(byte[] value) {
        values.increment();
        return null;
    }

    private byte[] counted(ColumnMask mask, byte[] value) {
        byte[] masked = mask.mask(value);
        values.increment();
        if (Arrays.equals(masked, value)) {
            unchanged.increment();
        }
        return masked;
    }
}
