package dev.dbsync.core.promote;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.ShellWord;
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

    static final String ALL = "*";

    boolean covers(DestructiveChange change) {
        return names.contains(ALL) || change.names().stream().anyMatch(names::contains);
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
    Problem refusal(String target, List<DestructiveChange> open) {
        return new Problem(
                "'" + target + "' is protected, and what the promotion runs loses data of it",
                String.join("\n", open.stream().map(DestructiveChange::shown).toList()),
                "Where that is meant, name it:" + option(open));
    }

    /**
     * The parameter that acknowledges all losses among the changes, with a blank before it: what the caller has said,
     * and what is still to be said. Empty when nothing is lost.
     */
    String option(List<DestructiveChange> changes) {
        if (changes.stream().noneMatch(DestructiveChange::losesData)) {
            return "";
        }
        Set<String> all = new TreeSet<>(names);
        open(changes).forEach(change -> all.add(change.acknowledgement()));
        return " -Dsync.allowDestructive=" + ShellWord.of(all.contains(ALL) ? ALL : String.join(",", all));
    }
}
