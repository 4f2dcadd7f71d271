package dev.dbsync.core.promote;

import java.util.Objects;
import java.util.Set;

/**
 * What a caller of {@code promote} says.
 *
 * @param to the environment to change; its predecessor in the chain is the source, and there is no way to name another
 * @param dryRun whether to stop after the plan
 * @param showValues whether plan and reports name lookup rows by their keys' values, also for a protected target. They
 *     hold no values otherwise
 * @param allowDestructive losses of data in a protected target that are meant: {@code schema}, {@code table},
 *     {@code table.column}, or {@code *}; no part of the plan's id
 */
public record PromoteRequest(String to, boolean dryRun, boolean showValues, Set<String> allowDestructive) {

    public PromoteRequest {
        Objects.requireNonNull(to);
        allowDestructive = Set.copyOf(allowDestructive);
    }

    /** Without values, and with no loss acknowledged. */
    public PromoteRequest(String to, boolean dryRun) {
        this(to, dryRun, false, Set.of());
    }
}
