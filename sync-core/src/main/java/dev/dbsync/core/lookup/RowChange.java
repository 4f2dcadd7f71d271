package dev.dbsync.core.lookup;

import java.util.List;
import java.util.Map;

/**
 * What becomes of one row of a lookup table.
 *
 * @param kind what the merge does to it
 * @param key its key's values by column, as PostgreSQL writes them, null for NULL; empty unless values are asked for
 * @param columns those whose values change; empty but for an update
 */
public record RowChange(Kind kind, Map<String, String> key, List<String> columns) {

    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }
}
