package dev.dbsync.core.report;

import static dev.dbsync.core.report.Markdown.cell;
import static dev.dbsync.core.report.Markdown.code;

import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.promote.PromotePlan;
import java.util.List;

/** A promotion's plan for a pull request or a CI summary: {@code promote-plan.md}. */
final class PromotePlanMarkdown {

    private PromotePlanMarkdown() {}

    static String of(PromotePlan plan) {
        StringBuilder text = new StringBuilder("## Promote ")
                .append(plan.from().map(Markdown::code).orElse("the checkout"))
                .append(" → ")
                .append(code(plan.target()))
                .append("\n\nPlan ")
                .append(code(plan.id().value()))
                .append(", target ")
                .append(code(plan.address()))
                .append(plan.isProtected() ? " (protected)\n" : "\n");
        if (!plan.hasWork()) {
            return text.append("\nNothing to do.\n").toString();
        }
        plan.interrupted()
                .ifPresent(earlier -> text.append("\nGoes on where plan ")
                        .append(code(earlier.planId()))
                        .append(" was interrupted: ")
                        .append(Markdown.text(earlier.shown()))
                        .append('\n'));
        hooks(text, "Before the migrations", plan.before());
        migrations(text, plan);
        lookups(text, plan);
        hooks(text, "After the lookup rows", plan.after());
        text.append(DestructiveText.markdown(plan.destructive()));
        plan.locks().ifPresent(locks -> text.append(LocksText.markdown(locks)));
        plan.backup()
                .ifPresent(space -> text.append("\n### Backup\n\n")
                        .append(Markdown.text(PromoteText.amount(space)))
                        .append(", into ")
                        .append(code(space.directory().toString()))
                        .append('\n'));
        notices(text, plan.notices());
        return text.append("\nTo run just this plan:\n\n```\n")
                .append(plan.confirmedCommand())
                .append("\n```\n")
                .append(RollbackText.markdown(plan.rollback()))
                .toString();
    }

    private static void hooks(StringBuilder text, String when, List<String> files) {
        if (!files.isEmpty()) {
            text.append("\n### ").append(when).append("\n\n");
            files.forEach(file -> text.append("- ").append(code(file)).append('\n'));
        }
    }

    private static void migrations(StringBuilder text, PromotePlan plan) {
        if (plan.pending().isEmpty()) {
            text.append("\n### No migrations\n");
            return;
        }
        text.append("\n### Migrations: ")
                .append(plan.pending().size())
                .append(", version ")
                .append(code(plan.fromVersion().orElse("none")))
                .append(" → ")
                .append(code(plan.toVersion().orElse("none")))
                .append("\n");
        if (plan.isAtomic()) {
            scripts(text, plan.pending());
            return;
        }
        text.append("\nIn ")
                .append(plan.segments().size())
                .append(" segments: what one has committed stays when a later one fails.\n");
        int number = 0;
        for (Segment segment : plan.segments()) {
            number++;
            text.append("\n**")
                    .append(number)
                    .append("** ")
                    .append(Markdown.text(
                            SegmentText.of(segment, number == plan.segments().size())))
                    .append('\n');
            scripts(text, segment.scripts());
        }
    }

    private static void scripts(StringBuilder text, List<PendingMigration> scripts) {
        if (scripts.isEmpty()) {
            return;
        }
        text.append("\n| version | script |\n|---|---|\n");
        for (PendingMigration migration : scripts) {
            text.append("| ")
                    .append(migration.version().map(Markdown::cell).orElse("repeatable"))
                    .append(" | ")
                    .append(cell(migration.script()))
                    .append(" |\n");
        }
    }

    private static void lookups(StringBuilder text, PromotePlan plan) {
        List<LookupDiff> lookups = plan.lookups();
        if (lookups.isEmpty()) {
            return;
        }
        text.append("\n### Lookup rows\n\n| table | insert | update | delete |\n|---|---:|---:|---:|\n");
        for (LookupDiff diff : lookups) {
            String about = diff.estimate() ? "~ " : "";
            text.append("| ")
                    .append(cell(diff.table().shown()))
                    .append(" | ")
                    .append(about)
                    .append(diff.insert())
                    .append(" | ")
                    .append(about)
                    .append(diff.update())
                    .append(" | ")
                    .append(about)
                    .append(diff.delete())
                    .append(" |\n");
        }
        if (lookups.stream().anyMatch(LookupDiff::estimate)) {
            text.append("\nA number with ~ is an estimate until the migrations have run.\n");
        }
        String rows = LookupRowsText.of(plan);
        if (!rows.isEmpty()) {
            // Lines hold no line breaks and keep their indent, so that no value ends the block.
            text.append("\n```\n").append(rows).append("```\n");
        }
    }

    private static void notices(StringBuilder text, List<String> notices) {
        if (notices.isEmpty()) {
            return;
        }
        text.append("\n### Notes\n\n");
        notices.forEach(
                notice -> text.append("- ").append(Markdown.text(notice)).append('\n'));
    }
}
