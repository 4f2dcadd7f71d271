package dev.dbsync.core.classify;

import java.util.Optional;

/**
 * A column that nobody had decided about, and what became of it.
 *
 * @param table without {@code public.}
 * @param rule that is proposed, as YAML; empty where a person must decide
 * @param evidence why, with counts of the sample and without values
 * @param alike why it is asked in one line with others of its table, in the same words for all of them; empty where it
 *     is asked alone
 */
public record ClassifiedColumn(
        String table, String column, Change change, Optional<String> rule, String evidence, Optional<String> alike) {

    /** What happens to its line in the file. */
    public enum Change {
        /** There was none. */
        NEW,
        /** Sync's own line is replaced: what it proposes is another thing now. */
        CHANGED,
        /** Sync's own line stays. */
        UNCHANGED,
        /** No line can be put where it belongs. */
        BLOCKED
    }

    /** Whether a person must decide, or write. */
    public boolean isOpen() {
        return rule.isEmpty() || change == Change.BLOCKED;
    }
}
