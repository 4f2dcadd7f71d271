package dev.dbsync.core.backup;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an overwriting restore drops.
 *
 * @param tables by estimated rows, the largest first
 * @param others how many of each other kind, such as {@code view}
 */
public record TargetLoss(List<LostTable> tables, Map<String, Long> others) {

    /**
     * A table that is dropped.
     *
     * @param name qualified and, where it must be, quoted
     * @param rows by the server's statistics: an estimate
     */
    public record LostTable(String name, long rows) {}

    public TargetLoss {
        tables = List.copyOf(tables);
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** Of all tables, an estimate. */
    public long rows() {
        return tables.stream().mapToLong(LostTable::rows).sum();
    }
}
