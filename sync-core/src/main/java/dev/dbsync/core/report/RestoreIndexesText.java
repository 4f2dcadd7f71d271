package dev.dbsync.core.report;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Restored;
import dev.dbsync.core.pull.RestoreIndexesPlan;
import dev.dbsync.core.pull.RestoreIndexesReport;
import java.util.List;
import java.util.stream.Collectors;

/** What a pull has set aside, and how it came back, for a person to read. */
public final class RestoreIndexesText {

    private RestoreIndexesText() {}

    /** The plan, several lines. */
    public static String of(RestoreIndexesPlan plan) {
        StringBuilder text = new StringBuilder(
                "Plan " + plan.id() + ": put back in " + plan.toShown() + " what an interrupted pull has set aside\n");
        if (!plan.hasWork()) {
            return text.append("  Nothing to do: no pull has left anything.\n").toString();
        }
        text.append("  That pull began at ").append(plan.begun().orElseThrow()).append(". To be put back:\n");
        plan.aside().forEach(each -> text.append("    ").append(each).append('\n'));
        if (!plan.condemned().isEmpty()) {
            text.append("  To be emptied, since they hold what should have been masked: ")
                    .append(names(plan.condemned()))
                    .append('\n');
        }
        return text.append(
                        "  Rows that it has left and that do not fit together are deleted. No confirmation needed.\n")
                .append(RollbackText.of(plan.rollback()))
                .toString();
    }

    /** The report, several lines. */
    public static String of(RestoreIndexesReport report) {
        StringBuilder text =
                new StringBuilder(report.outcome().name()).append(' ').append(report.to());
        report.restored()
                .ifPresent(restored -> text.append(": indexes, keys and triggers are as they were (")
                        .append(restored.back())
                        .append(" had been set aside)"));
        text.append('\n');
        report.restored().ifPresent(restored -> rows(text, restored));
        report.problems().forEach(problem -> text.append(problem.text()).append('\n'));
        return text.append(RollbackText.of(report.rollback())).toString();
    }

    private static void rows(StringBuilder text, Restored restored) {
        text.append("  Copied completely: ").append(names(restored.complete())).append('\n');
        if (!restored.emptied().isEmpty()) {
            text.append("  ! Emptied, since what the pull had left did not fit together: ")
                    .append(names(restored.emptied()))
                    .append('\n');
        }
        if (!restored.condemned().isEmpty()) {
            text.append("  ! Emptied, since they held what should have been masked: ")
                    .append(names(restored.condemned()))
                    .append('\n');
        }
        if (!restored.unproved().isEmpty()) {
            text.append("  ! Not proved to be free of what should have been masked: ")
                    .append(names(restored.unproved()))
                    .append('\n');
        }
        text.append(
                "  ! Other tables of the pull hold some of their rows, none, or those from before it: pull again\n");
    }

    private static String names(List<TableName> tables) {
        return tables.isEmpty() ? "none" : tables.stream().map(TableName::shown).collect(Collectors.joining(", "));
    }
}
