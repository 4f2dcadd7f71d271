package dev.dbsync.core.config;

import java.util.List;

/**
 * What becomes of values that should have been masked and stand in the target all the same.
 *
 * @param allow columns in which they are accepted, as {@code table.column} or {@code schema.table.column}
 * @param onSurvivor what is done with the tables that hold them; the run fails either way
 */
public record ProofConfig(List<String> allow, OnSurvivor onSurvivor) {

    /** What is done with tables that hold values which should have been masked. */
    public enum OnSurvivor {
        /** They are emptied. */
        EMPTY,
        /** They stay as they are, to be looked at. */
        KEEP
    }

    public ProofConfig {
        allow = List.copyOf(allow);
    }
}
