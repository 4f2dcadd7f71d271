package dev.dbsync.core.promote;

import java.util.Objects;

/**
 * What a caller of {@code promote} says.
 *
 * @param to the environment to change; its predecessor in the chain is the source, and there is no way to name another
 * @param dryRun whether to stop after the plan
 */
public record PromoteRequest(String to, boolean dryRun) {

    public PromoteRequest {
        Objects.requireNonNull(to);
    }
}
