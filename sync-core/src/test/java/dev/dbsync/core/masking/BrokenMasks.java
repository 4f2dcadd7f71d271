package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Masks that do not do what they promise, for tests of whoever checks them. */
public final class BrokenMasks {

    private BrokenMasks() {}

    /** Breaks the masks of all columns of this name; their promises stay. */
    public static void in(
            MaskingPolicy policy, Collection<TableName> tables, String column, UnaryOperator<ColumnMask> broken) {
        Map<TableName, Map<String, ColumnMask>> masks = new HashMap<>();
        for (TableName table : tables) {
            Map<String, ColumnMask> ofTable = new TreeMap<>(policy.masks(table));
            ofTable.computeIfPresent(column, (name, mask) -> broken.apply(mask));
            masks.put(table, ofTable);
        }
        try {
            // A policy gives nobody a way to do that.
            Field field = MaskingPolicy.class.getDeclaredField("masks");
            field.setAccessible(true);
            field.set(policy, masks);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
