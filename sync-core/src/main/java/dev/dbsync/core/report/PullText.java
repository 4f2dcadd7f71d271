package dev.dbsync.core.report;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.pull.PlannedTable;
import dev.dbsync.core.pull.PullPlan;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullVerification;
import dev.dbsync.core.pull.TableReport;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Outcome;
import java.time.Duration;
import java.util.Locale;

/** What a person reads of a pull. */
public final class PullText {

    private PullText() {}

    /** The plan, as it is shown before anybody confirms it. */
    public static String plan(PullPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append("Pull from ").append(plan.fromShown()).append(" to ").append(plan.toShown());
        text.append("\n  plan ").append(plan.id()).append('\n');
        if (!plan.migrations().isEmpty()) {
            text.append("\nFirst, ")
                    .append(count(plan.migrations().size(), "migration"))
                    .append(plan.emptyTarget() ? " into the empty database:\n" : " that it lacks:\n");
            plan.migrations().forEach(script -> text.append("  ").append(script).append('\n'));
        }
        text.append("\nThe rows of ")
                .append(count(plan.tables().size(), "table"))
                .append(" are replaced:\n");
        TextTable tables = new TextTable("  ", "table", "rows, about", "size", "masked");
        for (PlannedTable table : plan.tables()) {
            tables.row(
                    table.table().shown(),
                    table.estimatedRows() == 0 ? "-" : rows(table.estimatedRows()),
                    size(table.bytes()),
                    String.join(", ", table.masked()));
        }
        text.append(tables.text());
        plan.leftOut()
                .forEach(left -> text.append("  left out: ")
                        .append(left.table().shown())
                        .append(", ")
                        .append(left.reason())
                        .append('\n'));
        plan.notices().forEach(notice -> text.append("  note: ").append(notice).append('\n'));
        text.append('\n')
                .append(plan.confirmation() == ConfirmationLevel.NONE ? "No confirmation is needed: " : "To confirm: ")
                .append(plan.to())
                .append(", ")
                .append(plan.why())
                .append(".\n");
        return text.toString();
    }

    /** The report, as it ends a run. */
    public static String report(PullReport report) {
        StringBuilder text = new StringBuilder(report.outcome().name());
        report.from()
                .ifPresent(from -> text.append(": ").append(from).append(" → ").append(report.to()));
        text.append('\n');
        if (!report.tables().isEmpty()) {
            TextTable tables = new TextTable("  ", "table", "rows", "size", "seconds", "masked");
            for (TableReport table : report.tables()) {
                tables.row(
                        table.table().shown(),
                        rows(table.rows()),
                        size(table.bytes()),
                        seconds(table.took()),
                        String.join(", ", table.masked()));
            }
            text.append(tables.text());
        }
        report.verification().ifPresent(verification -> text.append(verified(verification)));
        if (!report.migrations().isEmpty() && report.outcome() != Outcome.PULLED) {
            text.append("  The migrations that ran before stay in ")
                    .append(report.to())
                    .append("; none of its rows was replaced.\n");
        }
        for (Problem problem : report.problems()) {
            text.append(problem.text()).append('\n');
        }
        return text.toString();
    }

    private static String verified(PullVerification verification) {
        StringBuilder text = new StringBuilder("  Verified before the commit: ");
        text.append(rows(verification.rows())).append(" rows sent and as many arrived, ");
        text.append(count(verification.foreignKeys(), "foreign key")).append(" valid, ");
        text.append(count(verification.sequences(), "sequence")).append(" set, ");
        text.append(rows(verification.maskedValues())).append(" values masked.\n");
        if (verification.maskedUnchanged() > 0) {
            text.append("  note: ")
                    .append(rows(verification.maskedUnchanged()))
                    .append(" of them came out as they went in, as a text does that was redacted before.\n");
        }
        verification
                .sequencesBehind()
                .forEach(column -> text.append("  note: ")
                        .append(column)
                        .append(" holds values beyond its sequence, as it does in the source.\n"));
        return text.append("  The snapshot is of ")
                .append(verification.snapshot())
                .append(".\n")
                .toString();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String rows(long rows) {
        return String.format(Locale.ROOT, "%,d", rows);
    }

    private static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        if (bytes < 1024 * 1024) {
            return bytes / 1024 + " kB";
        }
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1024.0 / 1024.0);
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
    }
}
