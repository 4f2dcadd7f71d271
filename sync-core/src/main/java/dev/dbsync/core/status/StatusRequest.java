package dev.dbsync.core.status;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What to look at.
 *
 * @param environments names; empty for the whole chain
 */
public record StatusRequest(Set<String> environments) {

    public StatusRequest {
        environments = Collections.unmodifiableSet(new LinkedHashSet<>(environments));
    }

    /** The whole chain. */
    public static StatusRequest wholeChain() {
        return new StatusRequest(Set.of());
    }
}
