package dev.dbsync.core.comparison;

import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Key;
import dev.dbsync.core.database.Partitions;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskInputs;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.masking.OutputPromise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of the source beside the one of the target that its rows went to, as a comparison needs them.
 *
 * @param name in the source
 * @param from the source's table for FROM: its own rows, not those of its heirs
 * @param condition for which rows were copied; empty for all
 * @param bytes in the source, without indexes
 * @param into in the target
 * @param intoSql the target's table for FROM: of a partitioned one all of it, of any other its own rows
 * @param plain the columns that are copied as they are, as the source's catalog has them
 * @param masked the columns that are masked
 * @param key columns that find a row on both sides, as the target's catalog has them; empty where there is no such key
 */
record ComparedTable(
        TableName name,
        String from,
        Optional<String> condition,
        long bytes,
        TableName into,
        String intoSql,
        List<Column> plain,
        List<Masked> masked,
        List<Column> key) {

    /**
     * A masked column.
     *
     * @param mask that its values went through
     * @param promise of that mask
     * @param inputs what the mask needed to know of a row beside the value
     */
    record Masked(Column column, ColumnMask mask, OutputPromise promise, Optional<MaskInputs> inputs) {

        /** SQL for rows of the source: whether the value was masked in them, and not kept; empty where all were. */
        Optional<String> choice() {
            return inputs.flatMap(MaskInputs::when).map(condition -> "((\n" + condition + "\n) IS NOT FALSE)");
        }

        /** SQL for rows of the source: the text that the mask got besides. */
        Optional<String> by() {
            return inputs.flatMap(MaskInputs::by);
        }
    }

    static ComparedTable of(SentTable sent, CatalogView source, CatalogView target, MaskingPolicy masking) {
        Table here = found(source, sent.name());
        Table there = found(target, sent.into());
        Map<String, ColumnMask> masks = masking.masks(sent.name());
        Map<String, OutputPromise> promises = masking.promises(sent.name());
        Map<String, MaskInputs> inputs = masking.inputs(sent.name());
        List<Column> plain = new ArrayList<>();
        List<Masked> masked = new ArrayList<>();
        for (String name : sent.columns()) {
            Column column = here.column(name).orElseThrow();
            if (masks.containsKey(name)) {
                masked.add(
                        new Masked(column, masks.get(name), promises.get(name), Optional.ofNullable(inputs.get(name))));
            } else {
                plain.add(column);
            }
        }
        // Partitions may have their columns in an order of their own; a hash of a row is of their order, too.
        plain.sort(Comparator.comparing(Column::name));
        masked.sort(Comparator.comparing(column -> column.column().name()));
        return new ComparedTable(
                sent.name(),
                "ONLY " + sent.name().sql(),
                sent.where(),
                sent.bytes(),
                sent.into(),
                (Partitions.isPartitioned(there) ? "" : "ONLY ") + sent.into().sql(),
                List.copyOf(plain),
                List.copyOf(masked),
                key(here, there, plain));
    }

    /** The clause for all rows that were copied. */
    String where() {
        return where(Optional.empty());
    }

    /** The clause for those of them that are in some place. */
    String where(Optional<String> place) {
        String all = Stream.concat(place.stream(), condition.stream().map(text -> "(" + text + ")"))
                .collect(Collectors.joining(" AND "));
        return all.isEmpty() ? "" : " WHERE " + all;
    }

    /**
     * A row is looked up by columns that are unique, never NULL and not masked on both sides, and that an index of the
     * target begins and ends with: without one, each look would read all of the table.
     */
    private static List<Column> key(Table here, Table there, List<Column> plain) {
        Set<Set<String>> unique = new HashSet<>();
        there.keys().forEach(key -> unique.add(Set.copyOf(key.columns())));
        for (Key key : here.keys()) {
            boolean usable = key.columns().stream()
                    .allMatch(name -> plain.stream()
                            .anyMatch(column -> column.name().equals(name) && (key.primary() || column.notNull())));
            if (usable && unique.contains(Set.copyOf(key.columns()))) {
                return key.columns().stream()
                        .map(name -> there.column(name).orElseThrow())
                        .toList();
            }
        }
        return List.of();
    }

    private static Table found(CatalogView view, TableName name) {
        return view.catalog()
                .table(name)
                .orElseThrow(() -> new IllegalStateException("not in the catalog that was read: " + name));
    }
}
