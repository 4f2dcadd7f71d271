package dev.dbsync.core.pull;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Plan;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.Rollback;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an interrupted pull has left, and is about to be put back.
 *
 * @param to the environment that was being filled
 * @param toShown the same with its address
 * @param id computed from the target's identity and from what is left
 * @param begun when that pull began to fill it; empty where none has left anything
 * @param aside indexes, keys, foreign keys and triggers that are not as they were
 * @param condemned tables and materialized views that will be emptied: a proof has found in them what should have been
 *     masked
 * @param configOption what a command must say to read the same configuration file, with a blank before it
 */
public record RestoreIndexesPlan(
        String to,
        String toShown,
        PlanId id,
        Optional<Instant> begun,
        List<String> aside,
        List<TableName> condemned,
        String configOption)
        implements Plan {

    public RestoreIndexesPlan {
        aside = List.copyOf(aside);
        condemned = List.copyOf(condemned);
    }

    @Override
    public String goal() {
        return PullReport.GOAL;
    }

    @Override
    public String target() {
        return to;
    }

    /** None: it gives back what a confirmed pull has taken, and deletes no rows but those that it was to replace. */
    @Override
    public ConfirmationLevel confirmation() {
        return ConfirmationLevel.NONE;
    }

    @Override
    public boolean hasWork() {
        return begun.isPresent();
    }

    @Override
    public String question() {
        return "Put back in " + toShown + " what an interrupted pull has set aside";
    }

    @Override
    public Rollback rollback() {
        return hasWork()
                ? new Rollback(
                        "nothing: what is back stays, and the same command puts back the rest",
                        Optional.empty(),
                        List.of(lost()))
                : Rollback.notNeeded();
    }

    static String lost() {
        return "rows that the interrupted pull has left and that do not fit together, or should have been masked";
    }

    @Override
    public String options() {
        return configOption + " -Dsync.restoreIndexes";
    }
}
