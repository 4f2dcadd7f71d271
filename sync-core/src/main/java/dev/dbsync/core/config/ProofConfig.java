package dev.dbsync.core.config;

import java.util.List;

/**
 * What becomes of values that should have been masked and stand in the target all the same.
 *
 * @param allowed columns in which they are accepted
 * @param onSurvivor what is done with the tables that hold them; the run fails either way
 */
public record ProofConfig(List<Allowed> allowed, OnSurvivor onSurvivor) {

    /**
     * A column in which such values are accepted.
     *
     * @param column as {@code table.column} or {@code schema.table.column}
     * @param where file:line:column
     */
    public record Allowed(String column, String where) {}

    /** What is done with tables that hold values which should have been masked. */
    public enum OnSurvivor {
        /** They are emptied. */
        EMPTY,
        /** They stay as they are, to be looked at. */
        KEEP
    }

    public ProofConfig {
        allowed = List.copyOf(allowed);
    }

    /** The names of the allowed columns. */
    public List<String> allow() {
        return allowed.stream().map(Allowed::column).toList();
    }
}
