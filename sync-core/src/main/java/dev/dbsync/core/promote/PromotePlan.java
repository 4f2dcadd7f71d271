package dev.dbsync.core.promote;

import dev.dbsync.core.backup.BackupSpace;
import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.lookup.LookupRows;
import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Plan;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.PlanParts;
import dev.dbsync.core.run.Rollback;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a promotion is going to do.
 *
 * @param from the predecessor; empty when the checkout's own migrations go to the first environment
 * @param target the environment that is changed
 * @param address host, port and database of the target, without user info
 * @param isProtected whether only the plan id, or the typed phrase, confirms it
 * @param parts all that the plan depends on; the id is made of them
 * @param fromVersion the highest version applied in the target; empty for none
 * @param toVersion the highest version that it will have
 * @param segments the pending scripts, in the order in which they run, by what is committed together; at least one
 * @param interrupted how far an earlier promotion came that did not come to its end; this one goes on from there
 * @param lookups what the merge is going to change, one a table, those without a change included
 * @param lookupRows the first rows that change, by table; none in a plan that is only compared with another one
 * @param before SQL files that run before the first script; none where the interrupted promotion has begun with them
 * @param after SQL files that run after the merge
 * @param backupScope how much is backed up first; by configuration in a plan that is made again
 * @param notices what a careful reader should know
 * @param destructive what the SQL that runs destroys of the target, or holds up, as the target is now; none in a plan
 *     without work, and in one that is made again to see whether it still holds
 * @param locks those that it holds at its end; empty in such plans
 * @param configOption what any command must say to read the same configuration file, with a blank before it
 * @param otherOptions what {@link #command()} says besides that and the target, each with a blank before it
 * @param backup the room that the backup needs and has; empty for a plan without work, and for one that is made again
 *     to see whether it still holds
 */
public record PromotePlan(
        Optional<String> from,
        String target,
        String address,
        boolean isProtected,
        PlanParts parts,
        Optional<String> fromVersion,
        Optional<String> toVersion,
        List<Segment> segments,
        Optional<Interruption> interrupted,
        List<LookupDiff> lookups,
        Map<TableName, LookupRows> lookupRows,
        List<String> before,
        List<String> after,
        BackupConfig.Scope backupScope,
        List<String> notices,
        List<DestructiveChange> destructive,
        Optional<PlannedLocks> locks,
        String configOption,
        String otherOptions,
        Optional<BackupSpace> backup)
        implements Plan {

    /** The same, with all that follows from it and is no part of its id. */
    PromotePlan with(
            List<DestructiveChange> changes,
            PlannedLocks planned,
            String command,
            BackupSpace space,
            List<String> more) {
        return new PromotePlan(
                from,
                target,
                address,
                isProtected,
                parts,
                fromVersion,
                toVersion,
                segments,
                interrupted,
                lookups,
                lookupRows,
                before,
                after,
                space.scope(),
                Stream.concat(notices.stream(), more.stream()).toList(),
                changes,
                Optional.of(planned),
                configOption,
                command,
                Optional.of(space));
    }

    @Override
    public String goal() {
        return PromoteReport.GOAL;
    }

    @Override
    public ConfirmationLevel confirmation() {
        return isProtected ? ConfirmationLevel.PROTECTED : ConfirmationLevel.YES;
    }

    @Override
    public boolean hasWork() {
        return !pending().isEmpty() || lookups.stream().anyMatch(LookupDiff::differs) || interrupted.isPresent();
    }

    @Override
    public PlanId id() {
        return parts.id(goal());
    }

    /** The scripts of all segments, in the order in which they run. */
    public List<PendingMigration> pending() {
        return segments.stream().flatMap(segment -> segment.scripts().stream()).toList();
    }

    /** The scripts of all segments by name. */
    List<String> names() {
        return pending().stream().map(PendingMigration::script).toList();
    }

    /** The plan that was interrupted and that this one goes on with. */
    Optional<String> continued() {
        return interrupted.map(Interruption::planId);
    }

    /** Whether there are scripts to run, or callbacks that an interrupted promotion has still to run behind its own. */
    boolean runsFlyway() {
        return !pending().isEmpty() || interrupted.isPresent();
    }

    /** Whether all of it happens or nothing. */
    public boolean isAtomic() {
        return segments.size() == 1;
    }

    @Override
    public String options() {
        return configOption + otherOptions;
    }

    @Override
    public Rollback rollback() {
        return PromoteRollback.of(this);
    }

    @Override
    public String question() {
        return "Promote " + from.orElse("the checkout") + " to " + target + " (" + address + ")";
    }
}
