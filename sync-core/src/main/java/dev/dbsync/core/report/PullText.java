package dev.dbsync.core.report;

import dev.dbsync.core.backup.ByteCount;
import dev.dbsync.core.comparison.RowsCompared;
import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.pull.Filling;
import dev.dbsync.core.pull.PlannedTable;
import dev.dbsync.core.pull.PullPlan;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullVerification;
import dev.dbsync.core.pull.RehearsalReport;
import dev.dbsync.core.pull.TableReport;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A pull for people: its plan before, its result after. */
public final class PullText {

    private PullText() {}

    /** The plan, several lines. */
    public static String of(PullPlan plan) {
        StringBuilder text = new StringBuilder()
                .append("Plan ")
                .append(plan.id())
                .append(": pull ")
                .append(plan.fromShown())
                .append(" -> ")
                .append(plan.toShown())
                .append('\n');
        if (!plan.hasWork()) {
            return text.append("  Nothing to do: ")
                    .append(plan.from())
                    .append(" has no table to copy.\n")
                    .toString();
        }
        filling(text, plan);
        migrations(text, plan);
        tables(text, plan);
        for (String notice : plan.notices()) {
            text.append("  note: ").append(notice).append('\n');
        }
        return text.append(
                        plan.confirmation() == ConfirmationLevel.NONE ? "  No confirmation needed: " : "  To confirm: ")
                .append(plan.to())
                .append(' ')
                .append(plan.why())
                .append(".\n")
                .append(RollbackText.of(plan.rollback()))
                .toString();
    }

    private static void filling(StringBuilder text, PullPlan plan) {
        Filling filling = plan.filling();
        text.append("  How: ").append(plan.mode());
        if (filling.mode() != PullConfig.Mode.TRANSACTION) {
            text.append(", by ").append(count(filling.workers(), "worker"));
        }
        text.append(filling.why().isEmpty() ? "" : " (" + filling.why() + ")").append(".\n");
    }

    private static void migrations(StringBuilder text, PullPlan plan) {
        if (plan.migrations().isEmpty()) {
            return;
        }
        text.append("  First, ")
                .append(count(plan.migrations().size(), "migration"))
                .append(" that ")
                .append(plan.from())
                .append(
                        plan.emptyTarget()
                                ? " ran, into the empty database:\n"
                                : " ran and " + plan.to() + " did not:\n");
        plan.migrations().forEach(script -> text.append("    ").append(script).append('\n'));
    }

    private static void tables(StringBuilder text, PullPlan plan) {
        text.append("  The rows of ")
                .append(count(plan.tables().size(), "table"))
                .append(" are replaced (~ rows are an estimate, sizes are those on the disk of ")
                .append(plan.from())
                .append(")\n");
        TextTable tables = new TextTable("    ", "table", "~ rows", "size", "format", "masked");
        for (PlannedTable table : inOrder(plan)) {
            tables.row(
                    table.table().shown(),
                    table.estimatedRows() == 0 ? "-" : Grouped.of(table.estimatedRows()),
                    ByteCount.shown(table.bytes()),
                    table.format().format().word(),
                    masked(table.masked()));
        }
        text.append(tables.text());
        for (PlannedTable table : plan.tables()) {
            table.where()
                    .ifPresent(condition -> text.append("  of ")
                            .append(table.table().shown())
                            .append(" only rows where ")
                            .append(condition.strip().replaceAll("\\s+", " "))
                            .append('\n'));
        }
        text.append(PlannedMasksText.of(plan.masking()));
        travelAsText(text, plan);
        plan.estimate()
                .ifPresent(time -> text.append("  It will take about ")
                        .append(time.toMinutes() < 1 ? "a minute" : count(time.toMinutes() + 1, "minute"))
                        .append(", by the size of the tables: a guess.\n"));
        plan.leftOut()
                .forEach(left -> text.append("  left out: ")
                        .append(left.table().shown())
                        .append(", ")
                        .append(left.reason())
                        .append('\n'));
    }

    /** One line for all tables of a reason: a project's rules for dates concern many. */
    private static void travelAsText(StringBuilder text, PullPlan plan) {
        Map<String, List<String>> tables = new TreeMap<>();
        for (PlannedTable table : plan.tables()) {
            String named =
                    table.format().column().map(name -> " (" + name + ")").orElse("");
            table.format()
                    .cause()
                    .ifPresent(cause -> tables.computeIfAbsent(cause, first -> new ArrayList<>())
                            .add(table.table().shown() + named));
        }
        tables.forEach((reason, named) -> text.append("  as text, since ")
                .append(reason)
                .append(": ")
                .append(String.join(", ", named))
                .append('\n'));
    }

    /** As they are begun: several workers begin with the largest. */
    private static List<PlannedTable> inOrder(PullPlan plan) {
        return plan.filling().mode() == PullConfig.Mode.TRANSACTION
                ? plan.tables()
                : plan.tables().stream()
                        .sorted(Comparator.comparingLong(PlannedTable::bytes).reversed())
                        .toList();
    }

    private static boolean isInPart(ProofReport proof, PullReport report) {
        return ProofText.inPart(proof, report.earlier()).isPresent();
    }

    /** The report, several lines. */
    public static String of(PullReport report) {
        StringBuilder text = new StringBuilder(report.outcome().name())
                .append(' ')
                .append(report.from().orElse("production"))
                .append(" -> ")
                .append(report.to());
        if (report.outcome() == Outcome.PULLED) {
            text.append(": ")
                    .append(count(report.tables().size(), "table"))
                    .append(", ")
                    .append(count(report.counts().get("rows"), "row"))
                    .append(
                            report.proof()
                                                    .filter(proof -> isInPart(proof, report))
                                                    .isPresent()
                                            || report.earlierInPart()
                                    ? "; proved in part"
                                    : "");
        }
        text.append('\n');
        TextTable tables = new TextTable("  ", "table", "rows", "written", "seconds", "masked");
        for (TableReport table : report.tables()) {
            tables.row(
                    table.table().shown(),
                    Grouped.of(table.rows()),
                    ByteCount.shown(table.bytes()),
                    seconds(table.took()),
                    masked(table.masked()));
        }
        text.append(tables.isEmpty() ? "" : tables.text());
        if (report.outcome() == Outcome.PULLED && report.verification().isEmpty()) {
            text.append("  The pull that this one went on with had filled and checked the new database.\n");
        }
        if (report.earlierInPart()) {
            text.append("  ").append(ProofText.EARLIER_IN_PART).append(".\n");
        }
        report.verification().ifPresent(verification -> text.append(verified(verification)));
        report.proof().ifPresent(proof -> text.append(ProofText.of(proof, report.earlier())));
        report.snapshotHeld()
                .ifPresent(held -> text.append("  The snapshot of ")
                        .append(report.from().orElse("production"))
                        .append(" was held for ")
                        .append(seconds(held))
                        .append(" s.\n"));
        report.rehearsal().ifPresent(rehearsal -> text.append(rehearsed(rehearsal)));
        report.problems().forEach(problem -> text.append(problem.text()).append('\n'));
        return text.append(RollbackText.of(report.rollback())).toString();
    }

    private static String rehearsed(RehearsalReport rehearsal) {
        if (rehearsal.scripts().isEmpty()) {
            return rehearsal.complete() ? "  Rehearsed: no migration was pending.\n" : "";
        }
        TextTable scripts = new TextTable("    ", "migration", "seconds");
        rehearsal.scripts().forEach(script -> scripts.row(script.script(), seconds(script.took())));
        return "  Rehearsed on these rows: "
                + count(rehearsal.scripts().size(), "migration")
                + (rehearsal.complete() ? "" : ", then one failed") + "\n" + scripts.text();
    }

    private static String verified(PullVerification verification) {
        StringBuilder text = new StringBuilder("  Verified: ");
        text.append(count(verification.rows(), "row")).append(" sent and as many arrived, ");
        text.append(count(verification.foreignKeys(), "foreign key")).append(" valid, ");
        text.append(count(verification.sequences(), "sequence")).append(" set, ");
        text.append(count(verification.maskedValues(), "value")).append(" masked.\n");
        text.append(compared(verification.compared()));
        verification
                .maskedKept()
                .forEach((column, number) -> text.append("  note: ")
                        .append(count(number, "value"))
                        .append(" of ")
                        .append(column)
                        .append(" left as they are, by the condition of the rule.\n"));
        if (verification.maskedUnchanged() > 0) {
            text.append("  note: ")
                    .append(Grouped.of(verification.maskedUnchanged()))
                    .append(" of the masked values are equal to what they were before: for these the mask returned the")
                    .append(" same value, as it does for a text that was redacted already.\n");
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

    private static String compared(RowsCompared compared) {
        if (compared.verify() == PullConfig.Verify.COUNTS) {
            return "  Their content was not compared (pull.verify: counts).\n";
        }
        StringBuilder text = new StringBuilder("  Compared with the source: ");
        text.append(count(compared.rows(), "row")).append(" of ");
        text.append(count((long) compared.byKey() + compared.whole(), "table")).append(", and ");
        text.append(count(compared.maskedValues(), "masked value"))
                .append(" with what they were made of: no difference.\n");
        compared.countedOnly()
                .forEach(table ->
                        text.append("  note: only counted: ").append(table).append(".\n"));
        return text.toString();
    }

    private static String masked(Map<String, String> strategies) {
        return strategies.entrySet().stream()
                .map(mask -> mask.getKey() + ": " + mask.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String count(long number, String noun) {
        return Grouped.of(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
    }
}
