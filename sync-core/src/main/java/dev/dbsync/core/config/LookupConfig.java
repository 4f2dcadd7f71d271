package dev.dbsync.core.config;

import java.util.List;
import java.util.Optional;

/**
 * A lookup table as configured.
 *
 * @param table schema-qualified where it is not in the default schema
 * @param key the columns that identify a row; empty: the primary key
 * @param ignore columns that are neither compared nor updated
 * @param keepDeleted whether rows that the source no longer has stay in the target ({@code delete: keep})
 * @param condition SQL over the table's columns that selects the rows which are promoted ({@code where}); empty: all
 * @param insertOnly whether rows that the target has are left as they are, whatever they hold
 * @param where file:line:column
 */
public record LookupConfig(
        String table,
        List<String> key,
        List<String> ignore,
        boolean keepDeleted,
        Optional<String> condition,
        boolean insertOnly,
        String where) {

    /** Whether a promotion leaves the whole table as the source has it, and so nobody's own rows in it. */
    public boolean ownsAllRows() {
        return condition.isEmpty() && !insertOnly;
    }
}
