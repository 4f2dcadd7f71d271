package dev.dbsync.core.report;

import dev.dbsync.core.classify.ClassifiedColumn;
import dev.dbsync.core.classify.ClassifiedColumn.Change;
import dev.dbsync.core.classify.ClassifyReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a classification found, for a person to read. */
public final class ClassifyText {

    private final StringBuilder text = new StringBuilder();

    private ClassifyText() {}

    /** Lines, each ended by a line feed. */
    public static String of(ClassifyReport report) {
        ClassifyText lines = new ClassifyText();
        lines.columns(
                "Proposed, and masked from now on unless you change the line:",
                report.columns().stream()
                        .filter(column -> !column.isOpen() && column.change() != Change.UNCHANGED)
                        .toList());
        lines.columns(
                "To be decided (take the # away to keep, or write a strategy):",
                report.columns().stream().filter(ClassifiedColumn::isOpen).toList());
        report.contradictions()
                .forEach(contradiction -> lines.line("  ! " + contradiction.table() + "." + contradiction.column()
                        + " is kept, and holds " + contradiction.found()));
        report.gone()
                .forEach(column -> lines.line(
                        "  ! The rule for " + column + " is for a column that no environment has; it is marked"));
        report.blocked().forEach(blocked -> lines.line("  ! " + blocked));
        report.notices().forEach(notice -> lines.line("  note: " + notice));
        lines.end(report);
        return lines.text.toString();
    }

    private void columns(String title, List<ClassifiedColumn> columns) {
        if (columns.isEmpty()) {
            return;
        }
        line(title);
        TextTable table = new TextTable("  ", "column", "rule", "because");
        columns.stream()
                .filter(column -> !isAlike(column))
                .forEach(column -> table.row(
                        column.table() + "." + column.column(), column.rule().orElse("?"), column.evidence()));
        if (columns.stream().anyMatch(column -> !isAlike(column))) {
            text.append(table.text());
        }
        alike(columns)
                .forEach((question, names) ->
                        line("  " + question.table() + ": " + String.join(", ", names) + "  (" + question.why() + ")"));
    }

    /** What one answer may be for. */
    private record Question(String table, String why) {}

    private static boolean isAlike(ClassifiedColumn column) {
        return column.isOpen()
                && column.change() != Change.BLOCKED
                && column.alike().isPresent();
    }

    private static Map<Question, List<String>> alike(List<ClassifiedColumn> columns) {
        Map<Question, List<String>> questions = new LinkedHashMap<>();
        columns.stream()
                .filter(ClassifyText::isAlike)
                .forEach(column -> questions
                        .computeIfAbsent(
                                new Question(column.table(), column.alike().orElseThrow()), none -> new ArrayList<>())
                        .add(column.column()));
        return questions;
    }

    private void end(ClassifyReport report) {
        long open = report.columns().stream().filter(ClassifiedColumn::isOpen).count();
        String state = open == 0 ? "every column of " + report.from() + " has a rule" : toBeDecided(report, open);
        if (!report.changed()) {
            line(report.file().getFileName() + " is as it was: " + state);
            return;
        }
        if (report.dryRun()) {
            line(report.file().getFileName() + " would change:");
            report.difference().forEach(changed -> line("  " + changed));
        } else {
            line(report.file().getFileName() + " is brought up to date: " + state);
        }
    }

    private static String toBeDecided(ClassifyReport report, long open) {
        List<ClassifiedColumn> asked =
                report.columns().stream().filter(ClassifiedColumn::isOpen).toList();
        long questions = asked.stream().filter(column -> !isAlike(column)).count()
                + alike(asked).size();
        return open + " to be decided" + (questions < open ? ", by " + questions + " answers" : "");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
