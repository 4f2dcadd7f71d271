package dev.dbsync.core.backup;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Plan;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.Rollback;
import dev.dbsync.core.run.ShellWord;
import java.util.List;
import java.util.Optional;

/**
 * One backup, known to be whole, and one database that it is to be restored into: empty, or emptied in the same
 * transaction.
 */
public final class RestorePlan implements Plan {

    private final PlanId id;
    private final Database database;
    private final StoredBackup backup;
    private final RestoreRoles roles;
    private final TargetObjects dropped;
    private final List<String> warnings;
    private final String configOption;

    RestorePlan(
            PlanId id,
            Database database,
            StoredBackup backup,
            RestoreRoles roles,
            TargetObjects dropped,
            List<String> warnings,
            String configOption) {
        this.id = id;
        this.database = database;
        this.backup = backup;
        this.roles = roles;
        this.dropped = dropped;
        this.warnings = List.copyOf(warnings);
        this.configOption = configOption;
    }

    @Override
    public String goal() {
        return RestoreReport.GOAL;
    }

    @Override
    public PlanId id() {
        return id;
    }

    @Override
    public String target() {
        return database.environment();
    }

    @Override
    public ConfirmationLevel confirmation() {
        return database.isProtected() ? ConfirmationLevel.PROTECTED : ConfirmationLevel.YES;
    }

    @Override
    public boolean hasWork() {
        return true;
    }

    @Override
    public Rollback rollback() {
        return loss().isPresent()
                ? new Rollback(
                        "one transaction: if anything fails, " + target() + " stays as it is",
                        Optional.empty(),
                        List.of(forGood(target())))
                : new Rollback(
                        "one transaction: if anything fails, " + target() + " stays as empty as it is",
                        Optional.of(undo(target())),
                        List.of());
    }

    static String forGood(String target) {
        return "what " + target + " held before is dropped, and no backup of it is taken";
    }

    static Rollback.Undo undo(String target) {
        return new Rollback.Undo(
                "drop the database of " + target + " and create it again: it was empty before",
                Optional.empty(),
                Optional.empty(),
                List.of("all that is written to " + target + " after the restore"));
    }

    @Override
    public String question() {
        return (loss().isPresent() ? "Drop all that " + database.environment() + " holds and restore " : "Restore ")
                + backup.path().getFileName() + " into " + database.shown();
    }

    @Override
    public String options() {
        return configOption + " -Dsync.backup="
                + ShellWord.of(backup.path().getFileName().toString())
                + (loss().isPresent() ? " -Dsync.overwrite" : "");
    }

    /** The target's environment and address. */
    public String targetShown() {
        return database.shown();
    }

    public BackupSummary backup() {
        return BackupSummary.of(backup);
    }

    /** What will be other than it was, or deserves a thought; each a sentence. */
    public List<String> warnings() {
        return warnings;
    }

    /** What is dropped first; empty where the target is. */
    public Optional<TargetLoss> loss() {
        return dropped.isEmpty() ? Optional.empty() : Optional.of(dropped.loss());
    }

    TargetObjects dropped() {
        return dropped;
    }

    Database database() {
        return database;
    }

    StoredBackup stored() {
        return backup;
    }

    RestoreRoles roles() {
        return roles;
    }
}
