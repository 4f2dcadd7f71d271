package dev.dbsync.core.promote;

import java.util.Objects;

/**
 * What a caller of {@code promote} says.
 *
 * @param to the environment to change; its predecessor in the chain is the source, and there is no way to name another
 * @param dryRun whether to stop after the plan
 * @param showValues whether plan and reports name lookup rows by their keys' values, also for a protected target. They
 *     hold no values otherwise
 */
public record PromoteRequest(String to, boolean dryRun, boolean showValues) {

    public PromoteRequest {
        Objects.requireNonNull(to);
    }

    /** Without values. */
    public PromoteRequest(String to, boolean dryRun) {
        this(to, dryRun, false);
    }
}
