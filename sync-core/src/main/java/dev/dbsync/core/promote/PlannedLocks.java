package dev.dbsync.core.promote;

import dev.dbsync.core.script.LockMode;
import java.util.List;
import java.util.Optional;

/**
 * The locks that a promotion holds at its end, or at the end of that of its segments that holds the most, as far as its
 * SQL and the target's catalog tell.
 *
 * @param expected an estimate of how many, within a factor of two where {@code unknown} is empty
 * @param slots how many the server has room for, those of all other sessions included
 * @param tables tables and views of the target that are locked against readers or writers until the commit, or that of
 *     a segment, each once in its strongest mode; the strongest first, then by name
 * @param unknown statements whose locks cannot be told, each with script and line
 */
public record PlannedLocks(long expected, long slots, List<LockedTable> tables, List<String> unknown) {

    /** From here on, other sessions may be the ones that find no slot. */
    private static final int LIMIT_PERCENT = 70;

    public PlannedLocks {
        tables = List.copyOf(tables);
        unknown = List.copyOf(unknown);
    }

    /**
     * A table that stays locked.
     *
     * @param table for people
     * @param mode SHARE at least, and not what readers and writers can work beside
     * @param script the first that takes this mode; {@value #MERGE} for the merge of the lookup rows
     * @param line in that script; empty for the merge
     */
    public record LockedTable(String table, LockMode mode, String script, Optional<Integer> line) {

        static final String MERGE = "lookup rows";

        /** For people: {@code V7__x.sql:3}. */
        public String where() {
            return script + line.map(number -> ":" + number).orElse("");
        }
    }

    /** How full the server's lock table would be, in percent. */
    public long percent() {
        return expected * 100 / Math.max(slots, 1);
    }

    /** What helps where the slots may not suffice. */
    public Optional<String> warning() {
        return percent() <= LIMIT_PERCENT
                ? Optional.empty()
                : Optional.of(
                        "The promotion may find no room for its locks (\"out of shared memory\"), or leave none to"
                                + " others: raise max_locks_per_transaction and restart the server, or promote script by"
                                + " script (promote: { transaction: each })");
    }
}
