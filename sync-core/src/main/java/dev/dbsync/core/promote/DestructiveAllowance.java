package dev.dbsync.core.promote;

import dev.dbsync.core.problem.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The losses of data that a caller has acknowledged by name.
 *
 * @param names {@code schema}, {@code table} or {@code table.column}, qualified as the script has it or not; {@code *}
 *     for all
 */
record DestructiveAllowance(Set<String> names) {

    boolean covers(DestructiveChange change) {
        return names.contains("*") || change.names().stream().anyMatch(names::contains);
    }

    /** Those losses of data that nobody has acknowledged. */
    List<DestructiveChange> open(List<DestructiveChange> changes) {
        return changes.stream()
                .filter(change -> change.losesData() && !covers(change))
                .toList();
    }

    /**
     * Refuses what would be lost unseen.
     *
     * @param open at least one
     */
    static Problem refusal(String target, List<DestructiveChange> open) {
        return new Problem(
                "'" + target + "' is protected, and pending scripts lose data of it",
                String.join("\n", open.stream().map(DestructiveChange::shown).toList()),
                "Where that is meant, name it: " + parameter(open));
    }

    /** The parameter that acknowledges the changes. */
    static String parameter(List<DestructiveChange> changes) {
        Set<String> objects = new TreeSet<>();
        changes.forEach(change -> objects.add(change.object()));
        return "-Dsync.allowDestructive=" + (objects.contains("*") ? "'*'" : String.join(",", objects));
    }
}
