package dev.dbsync.core.run;

import java.util.List;
import java.util.Optional;

/**
 * The way back: the end of every plan and of every report.
 *
 * @param byItself what is rolled back, or is as it was, without anybody's help; without a full stop
 * @param undo how to go back once it is committed; empty where there is no way, or no need
 * @param irreversible what neither brings back; each without a full stop
 */
public record Rollback(String byItself, Optional<Undo> undo, List<String> irreversible) {

    /**
     * What somebody does who regrets it.
     *
     * @param how without a full stop
     * @param backup path or name of the backup that it needs; empty where it needs none, or before one is taken
     * @param command as typed in a shell; empty where it takes more than one of Sync's goals
     * @param lost what is lost by it; each without a full stop
     */
    public record Undo(String how, Optional<String> backup, Optional<String> command, List<String> lost) {

        public Undo {
            lost = List.copyOf(lost);
        }
    }

    public Rollback {
        irreversible = List.copyOf(irreversible);
    }

    /** Where nothing was changed, and nothing will be. */
    public static Rollback notNeeded() {
        return new Rollback("nothing was changed", Optional.empty(), List.of());
    }

    /** Whether there is nothing to go back from. */
    public boolean isNotNeeded() {
        return equals(notNeeded());
    }
}
