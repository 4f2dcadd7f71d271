package dev.dbsync.core.pull;

import dev.dbsync.core.database.BlockRanges;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * In what pieces and order a parallel load copies its tables: the largest first, big ones in several ranges of blocks,
 * so that no worker is left alone with the last of them.
 *
 * @param units in the order in which they are begun
 */
record LoadSchedule(List<LoadUnit> units) {

    /** Below it, building indexes anew costs more than it saves. */
    private static final long BARE_BYTES = 4L << 20;

    /** Smaller ranges cost more than they balance. */
    private static final long RANGE_BYTES = 64L << 20;

    /** A few for each worker, so that those who end early find more to do. */
    private static final int RANGES_PER_WORKER = 2;

    /**
     * @param foreignKeys of the source
     * @param source sees the snapshot that will be read: blocks that are added later hold none of its rows
     * @param workers how many there are to share the work
     * @param onOneTable how many of them may fill one table side by side; 1: no table is divided
     * @param largeRowBytes from which on a row is large against the memory that they share
     */
    static LoadSchedule of(
            Collection<TargetFit.Load> loads,
            List<ForeignKey> foreignKeys,
            Connection source,
            int workers,
            int onOneTable,
            long largeRowBytes)
            throws SQLException {
        return of(loads, foreignKeys, source, workers, onOneTable, largeRowBytes, RANGE_BYTES);
    }

    /** @param least below it, a range would cost more than it balances; in bytes */
    static LoadSchedule of(
            Collection<TargetFit.Load> loads,
            List<ForeignKey> foreignKeys,
            Connection source,
            int workers,
            int onOneTable,
            long largeRowBytes,
            long least)
            throws SQLException {
        // One worker alone never holds two rows.
        Set<TableName> withLargeRows = workers == 1
                ? Set.of()
                : LargeRows.of(loads.stream().map(TargetFit.Load::table).toList(), source, largeRowBytes);
        long total = loads.stream().mapToLong(load -> load.table().bytes()).sum();
        long share = Math.max(least, total / ((long) onOneTable * RANGES_PER_WORKER));
        Map<TableName, List<Range>> ranges = new TreeMap<>();
        for (TargetFit.Load load : loads) {
            int parts = onOneTable == 1
                    ? 1
                    : (int) Math.max(1, Math.round((double) load.table().bytes() / share));
            ranges.computeIfAbsent(load.into(), into -> new ArrayList<>()).addAll(ranges(load, parts, source));
        }
        Map<TableName, Long> weights = weights(loads, foreignKeys);
        List<LoadUnit> units = new ArrayList<>();
        for (List<Range> all : ranges.values()) {
            for (int part = 0; part < all.size(); part++) {
                Range range = all.get(part);
                units.add(new LoadUnit(
                        range.load(),
                        part,
                        all.size(),
                        range.blocks(),
                        withLargeRows.contains(range.load().table().table()),
                        weights.get(range.load().table().table())));
            }
        }
        units.sort(Comparator.comparingLong(LoadUnit::weight).reversed());
        return new LoadSchedule(List.copyOf(units));
    }

    /** Tables of the target that are worth loading without their indexes. */
    static Set<TableName> bare(TargetFit fit) {
        return fit.loads().stream()
                .filter(load -> load.table().bytes() >= BARE_BYTES)
                .map(TargetFit.Load::into)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What must be emptied before the first unit, as TRUNCATE wants it. */
    Set<String> truncations() {
        return units.stream()
                .filter(unit -> !unit.alone())
                .map(unit -> unit.load().truncation())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The largest first, and right after each table those that it references: its foreign keys can then be checked
     * while the others are copied.
     */
    private static Map<TableName, Long> weights(Collection<TargetFit.Load> loads, List<ForeignKey> foreignKeys) {
        Map<TableName, Long> bytes = loads.stream()
                .collect(Collectors.toMap(
                        load -> load.table().table(), load -> load.table().bytes()));
        Map<TableName, Long> weights = new TreeMap<>(bytes);
        foreignKeys.forEach(key -> weights.computeIfPresent(
                key.target(), (table, weight) -> Math.max(weight, bytes.getOrDefault(key.table(), 0L) - 1)));
        return weights;
    }

    private record Range(TargetFit.Load load, Optional<String> blocks) {}

    private static List<Range> ranges(TargetFit.Load load, int parts, Connection source) throws SQLException {
        return BlockRanges.of(source, load.table().table(), parts).stream()
                .map(blocks -> new Range(load, blocks))
                .toList();
    }
}
