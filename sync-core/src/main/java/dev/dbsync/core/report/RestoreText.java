package dev.dbsync.core.report;

import dev.dbsync.core.backup.BackupSummary;
import dev.dbsync.core.backup.RestorePlan;
import dev.dbsync.core.backup.RestoreReport;
import dev.dbsync.core.backup.TargetLoss;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Outcome;
import java.util.Locale;

/** Plan and report of {@code restore}, for a person to read. */
public final class RestoreText {

    private static final int TABLES_SHOWN = 20;

    private RestoreText() {}

    /** The plan, several lines. */
    public static String of(RestorePlan plan) {
        TextTable table = new TextTable("  ");
        table.row("into", plan.targetShown() + (plan.loss().isPresent() ? ", WHICH IS NOT EMPTY" : ", which is empty"));
        rows(table, plan.backup());
        StringBuilder text = new StringBuilder("Plan " + plan.id() + ": restore a backup\n").append(table.text());
        plan.loss().ifPresent(loss -> loss(text, loss));
        plan.warnings().forEach(warning -> text.append("  ! ").append(warning).append('\n'));
        return text.append(RollbackText.of(plan.rollback())).toString();
    }

    /** The report, several lines. */
    public static String of(RestoreReport report) {
        StringBuilder text = new StringBuilder(report.outcome().name());
        if (report.outcome() == Outcome.RESTORED) {
            report.backup()
                    .ifPresent(backup -> text.append(": ")
                            .append(report.to())
                            .append(is(backup))
                            .append(backup.environment())
                            .append(backup.scope().equals("full") ? " was at " : " at ")
                            .append(backup.snapshot()));
        }
        if (report.outcome() != Outcome.RESTORED) {
            text.append(' ').append(report.to());
        }
        if (report.outcome() == Outcome.REFUSED) {
            text.append(": nothing was changed");
        }
        text.append('\n');
        if (report.outcome() == Outcome.RESTORED) {
            report.backup().ifPresent(backup -> {
                TextTable table = new TextTable("  ");
                rows(table, backup);
                text.append(table.text());
            });
            report.warnings()
                    .forEach(warning -> text.append("  ! ").append(warning).append('\n'));
        }
        for (Problem problem : report.problems()) {
            text.append(problem.text()).append('\n');
        }
        return text.append(RollbackText.of(report.rollback())).toString();
    }

    private static String is(BackupSummary backup) {
        return switch (backup.scope()) {
            case "full" -> " is as ";
            case "schema" -> " has the schema, and no rows, of ";
            default -> " has the schema, and the rows of " + backup.rowsOf().size() + " tables, of ";
        };
    }

    private static void loss(StringBuilder text, TargetLoss loss) {
        text.append(String.format(
                Locale.ROOT,
                "  Dropped first, for good: %,d tables with about %,d rows",
                loss.tables().size(),
                loss.rows()));
        loss.others()
                .forEach((kind, count) ->
                        text.append(", ").append(count).append(' ').append(kind).append("(s)"));
        text.append('\n');
        TextTable tables = new TextTable("    ", "table", "rows, about");
        loss.tables().stream().limit(TABLES_SHOWN).forEach(table -> tables.row(table.name(), Grouped.of(table.rows())));
        text.append(tables.isEmpty() ? "" : tables.text());
        if (loss.tables().size() > TABLES_SHOWN) {
            text.append("    and ").append(loss.tables().size() - TABLES_SHOWN).append(" smaller ones\n");
        }
    }

    private static void rows(TextTable table, BackupSummary backup) {
        table.row("backup", backup.path());
        table.row(
                "of",
                backup.environment() + " at " + backup.snapshot() + ", PostgreSQL " + backup.server() + ", plan "
                        + backup.planId());
        table.row("engine", backup.engine() + ", scope " + backup.scope());
        table.row("size", size(backup));
    }

    private static String size(BackupSummary backup) {
        String bytes = Grouped.of(backup.bytes()) + " bytes";
        return backup.rows().isPresent() && backup.tables().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%s; %,d rows of %,d tables",
                        bytes,
                        backup.rows().getAsLong(),
                        backup.tables().getAsInt())
                : bytes;
    }
}
