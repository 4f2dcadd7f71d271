package dev.dbsync.core.promote;

import dev.dbsync.core.backup.RestoreReport;
import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.promote.PromoteReport.BackupTaken;
import dev.dbsync.core.run.Rollback;
import dev.dbsync.core.run.ShellWord;
import java.util.List;
import java.util.Locale;
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
                        "restore the backup that is taken first (" + content(plan.backupScope())
                                + ") into an empty database",
                        Optional.empty(),
                        // The newest one; its name has a time in it, and stands in the report.
                        Optional.of(command(plan.target(), plan.configOption())),
                        List.of(lost(plan.target(), "the backup's snapshot")))),
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
                        "all of it, unless it is committed; ask as said above",
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
                "restore the backup (" + content(backup.scope()) + ") into an empty database",
                Optional.of(backup.path().toString()),
                Optional.of(command(report.to(), report.configOption()) + " -Dsync.backup="
                        + backup.path().getFileName()),
                List.of(lost(report.to(), backup.snapshot().toString())));
    }

    private static String command(String target, String configOption) {
        return "mvn sync:" + RestoreReport.GOAL + " -Dto=" + ShellWord.of(target) + configOption;
    }

    private static String lost(String target, String since) {
        return "all that was written to " + target + " since " + since;
    }

    /** Of a backup that is not of everything one must not expect everything. */
    private static String content(BackupConfig.Scope scope) {
        return switch (scope) {
            case FULL -> "schema and all rows";
            case SCHEMA -> "the schema, and no rows";
            default -> "scope " + scope.name().toLowerCase(Locale.ROOT);
        };
    }

    /** PostgreSQL keeps them outside of transactions. */
    private static List<String> sequences(boolean scripts) {
        return scripts ? List.of("positions of sequences that scripts advance by nextval or setval") : List.of();
    }
}
