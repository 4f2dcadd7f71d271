package dev.dbsync.core.script;

import java.util.Optional;
import java.util.Set;

/**
 * A schema as pending scripts leave it.
 *
 * @param original its name in the target; empty where a script makes it
 * @param renamedBy the scripts that gave it another name
 * @param holdsOnlyNew whether a script made it, and moved nothing of the target into it
 */
public record PendingSchema(Optional<String> original, Set<String> renamedBy, boolean holdsOnlyNew) {}
