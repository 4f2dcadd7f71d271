package dev.dbsync.core.promote;

import dev.dbsync.core.backup.RestoreReport;
import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.promote.PromoteReport.BackupTaken;
import dev.dbsync.core.run.Rollback;
import dev.dbsync.core.run.ShellWord;
import java.util.List;
import java.util.Optional;

/** The way back from a promotion: its transaction until it is committed, its backup afterwards. */
final class PromoteRollback {

    private PromoteRollback() {}

    static Rollback of(PromotePlan plan) {
        if (!plan.hasWork()) {
            return Rollback.notNeeded();
        }
        return new Rollback(
                plan.isAtomic()
                        ? "one transaction: if anything fails, or the run is killed, " + plan.target()
                                + " stays as it is"
                        : "each segment for itself: what was committed before a failure stays, and promoting again goes"
                                + " on from there",
                Optional.of(new Rollback.Undo(
                        how("the backup that is taken first", plan.backupScope(), plan.target())
                                + before(plan.continued(), plan.target()),
                        Optional.empty(),
                        // The newest one; its name has a time in it, and stands in the report.
                        Optional.of(command(plan.target(), plan.configOption())),
                        lost(plan.backupScope(), plan.target(), "the backup's snapshot"))),
                sequences(!plan.pending().isEmpty()));
    }

    static Rollback of(PromoteReport report) {
        if (report.backup().isEmpty()) {
            return Rollback.notNeeded();
        }
        BackupTaken backup = report.backup().get();
        return switch (report.outcome()) {
            case PROMOTED ->
                new Rollback("nothing any more: it is committed", Optional.of(undo(report, backup)), List.of());
            case UNKNOWN ->
                new Rollback(
                        (report.committed() == 0
                                        ? "all of it"
                                        : "segment " + (report.committed() + 1) + " of "
                                                + report.segments().size())
                                + ", unless it is committed; ask as said above",
                        Optional.of(undo(report, backup)),
                        sequences(!report.migrations().isEmpty()));
            case FAILED ->
                // A script may have ended the transaction from within a procedure; the problem says so then.
                new Rollback(
                        report.committed() == 0
                                ? "all of it, unless the problem above says otherwise: " + report.to() + " is as it was"
                                : "what was not committed: segment " + report.committed() + " of "
                                        + report.segments().size()
                                        + " was the last that was; promoting again goes on from there",
                        Optional.of(undo(report, backup)),
                        sequences(!report.migrations().isEmpty()));
            default ->
                new Rollback(
                        "all of it: " + report.to() + " is as it was, and the backup is not needed",
                        Optional.empty(),
                        sequences(!report.migrations().isEmpty()));
        };
    }

    private static Rollback.Undo undo(PromoteReport report, BackupTaken backup) {
        return new Rollback.Undo(
                how("the backup", backup.scope(), report.to()) + before(report.continued(), report.to()),
                Optional.of(backup.path().toString()),
                Optional.of(command(report.to(), report.configOption()) + " -Dsync.backup="
                        + backup.path().getFileName()),
                lost(backup.scope(), report.to(), backup.snapshot().toString()));
    }

    private static String command(String target, String configOption) {
        return "mvn sync:" + RestoreReport.GOAL + " -Dto=" + ShellWord.of(target) + configOption;
    }

    /** A backup that is not of everything cannot take the place of what it was taken from. */
    private static String how(String backup, BackupConfig.Scope scope, String target) {
        return "restore " + backup
                + switch (scope) {
                    case FULL -> " (schema and all rows) into an empty database";
                    case TOUCHED ->
                        " (the schema, and the rows that the promotion could change) into an empty database beside "
                                + target + ", and put back from there what is to go back";
                    case SCHEMA ->
                        " (the schema, and no rows) into an empty database beside " + target
                                + ", to see what the schema was";
                };
    }

    /** What was interrupted had a backup of its own. */
    private static String before(Optional<String> continued, String target) {
        return continued
                .map(plan -> "; that is " + target + " as plan " + plan + " had left it, and the state before is in the"
                        + " backup of plan " + plan)
                .orElse("");
    }

    private static List<String> lost(BackupConfig.Scope scope, String target, String since) {
        return switch (scope) {
            case FULL -> List.of("all that was written to " + target + " since " + since);
            case TOUCHED -> List.of("what was written since " + since + " to the tables whose rows are put back");
            case SCHEMA -> List.of("the rows that the promotion has changed or deleted: the backup holds none");
        };
    }

    /** PostgreSQL keeps them outside of transactions. */
    private static List<String> sequences(boolean scripts) {
        return scripts ? List.of("positions of sequences that scripts advance by nextval or setval") : List.of();
    }
}
