package dev.dbsync.core.report;

import dev.dbsync.core.backup.BackupSpace;
import dev.dbsync.core.backup.ByteCount;
import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.promote.PromotePlan;
import dev.dbsync.core.promote.PromoteReport;
import java.util.List;

/** A promotion for people: its plan before, its result after. */
public final class PromoteText {

    private PromoteText() {}

    /** The plan, several lines. */
    public static String of(PromotePlan plan) {
        StringBuilder text = new StringBuilder()
                .append("Plan ")
                .append(plan.id())
                .append(": promote ")
                .append(plan.from().orElse("the checkout"))
                .append(" -> ")
                .append(plan.target())
                .append(" (")
                .append(plan.address())
                .append(plan.isProtected() ? ", protected)\n" : ")\n");
        if (!plan.hasWork()) {
            return text.append("  Nothing to do: ")
                    .append(plan.target())
                    .append(" has all that ")
                    .append(plan.from().orElse("the checkout"))
                    .append(" has.\n")
                    .toString();
        }
        plan.interrupted()
                .ifPresent(earlier -> text.append("  Goes on where plan ")
                        .append(earlier.planId())
                        .append(" was interrupted: ")
                        .append(earlier.shown())
                        .append('\n'));
        hooks(text, "Before the migrations", plan.before());
        migrations(text, plan);
        lookups(text, plan);
        hooks(text, "After the lookup rows", plan.after());
        text.append(DestructiveText.of(plan.destructive()));
        plan.locks().ifPresent(locks -> text.append(LocksText.of(locks)));
        for (String notice : plan.notices()) {
            text.append("  note: ").append(notice).append('\n');
        }
        plan.backup()
                .ifPresent(space -> text.append("  Backup: ")
                        .append(amount(space))
                        .append(", into ")
                        .append(space.directory())
                        .append('\n'));
        return text.append("  Unattended: ")
                .append(plan.confirmedCommand())
                .append('\n')
                .append(RollbackText.of(plan.rollback()))
                .toString();
    }

    /** Of the backup: its scope, and the room that it needs and has. */
    static String amount(BackupSpace space) {
        return space.scope().word() + ", about " + ByteCount.shown(space.estimatedBytes())
                + " of a database of " + ByteCount.shown(space.databaseBytes()) + ", "
                + ByteCount.shown(space.freeBytes()) + " free";
    }

    private static void hooks(StringBuilder text, String when, List<String> files) {
        if (!files.isEmpty()) {
            text.append("  ")
                    .append(when)
                    .append(": ")
                    .append(String.join(", ", files))
                    .append('\n');
        }
    }

    private static void migrations(StringBuilder text, PromotePlan plan) {
        if (plan.pending().isEmpty()) {
            text.append("  Migrations: none pending\n");
            return;
        }
        text.append("  Migrations (")
                .append(plan.pending().size())
                .append("), version ")
                .append(plan.fromVersion().orElse("none"))
                .append(" -> ")
                .append(plan.toVersion().orElse("none"))
                .append('\n');
        if (plan.isAtomic()) {
            text.append(scripts(plan.pending(), "    "));
            return;
        }
        text.append("    in ")
                .append(plan.segments().size())
                .append(" segments; what one has committed stays when a later one fails\n");
        int number = 0;
        for (Segment segment : plan.segments()) {
            text.append("    ")
                    .append(++number)
                    .append("  ")
                    .append(SegmentText.of(segment, number == plan.segments().size()))
                    .append('\n')
                    .append(scripts(segment.scripts(), "         "));
        }
    }

    private static String scripts(List<PendingMigration> scripts, String indent) {
        TextTable table = new TextTable(indent);
        scripts.forEach(migration -> table.row(migration.version().orElse("repeatable"), migration.script()));
        return table.text();
    }

    private static void lookups(StringBuilder text, PromotePlan plan) {
        List<LookupDiff> lookups = plan.lookups();
        if (lookups.isEmpty()) {
            return;
        }
        boolean estimated = lookups.stream().anyMatch(LookupDiff::estimate);
        text.append("  Lookup rows").append(estimated ? " (~ an estimate, until the migrations have run)\n" : "\n");
        TextTable table = new TextTable("    ", "table", "insert", "update", "delete", "");
        for (LookupDiff diff : lookups) {
            table.row(diff.table().shown(), diff.insert(), diff.update(), diff.delete(), diff.estimate() ? "~" : "");
        }
        text.append(table.text());
        text.append(LookupRowsText.of(plan));
    }

    /** The report, several lines. */
    public static String of(PromoteReport report) {
        StringBuilder text =
                new StringBuilder(report.outcome().name()).append(' ').append(route(report));
        switch (report.outcome()) {
            case PROMOTED -> text.append(": ").append(amount(report));
            case DRY_RUN -> text.append(": would be ").append(amount(report));
            case REFUSED -> text.append(": nothing was changed");
            // Once the transaction was begun, the problem says what became of it: a script may have ended it by itself.
            case FAILED -> text.append(report.backup().isEmpty() ? ": nothing was changed" : "");
            case NOTHING_TO_DO, UNKNOWN, PULLED, RESTORED -> {}
        }
        text.append('\n');
        report.backup()
                .ifPresent(backup -> text.append("  backup: ")
                        .append(backup.path())
                        .append(" (")
                        .append(backup.engine())
                        .append(", ")
                        .append(backup.bytes())
                        .append(" bytes, the state of ")
                        .append(backup.snapshot())
                        .append(")\n"));
        report.problems().forEach(problem -> text.append(problem.text()).append('\n'));
        return text.append(RollbackText.of(report.rollback())).toString();
    }

    /** Without a plan and a predecessor nothing is known of a source: the target may be misspelt. */
    private static String route(PromoteReport report) {
        return report.from()
                .or(() -> report.planId().map(id -> "checkout"))
                .map(from -> from + " -> " + report.to())
                .orElse(report.to());
    }

    private static String amount(PromoteReport report) {
        return report.changes().get("migrations") + " migration(s), lookup rows: "
                + report.changes().get("inserted") + " inserted, "
                + report.changes().get("updated") + " updated, "
                + report.changes().get("deleted") + " deleted";
    }
}
