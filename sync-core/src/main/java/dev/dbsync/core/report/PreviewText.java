package dev.dbsync.core.report;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnDecision;
import dev.dbsync.core.pull.MaskedValues;
import dev.dbsync.core.pull.MaskingReport;
import java.util.Optional;

/** What the rules would make of values, for a person at a terminal: shapes of what goes in, and what comes out. */
public final class PreviewText {

    private static final int WIDTH = 60;

    private PreviewText() {}

    public static String of(MaskingReport report) {
        StringBuilder text = new StringBuilder("PREVIEW of the masks on ")
                .append(report.from())
                .append(": nothing was copied (key ")
                .append(report.keyFingerprint())
                .append(report.keyOfThisRunOnly() ? ", of this run only" : "")
                .append(")\n");
        for (MaskedValues column : report.masked()) {
            ColumnDecision decision = column.decision();
            text.append("  ")
                    .append(decision.table().shown())
                    .append('.')
                    .append(decision.column())
                    .append(": ")
                    .append(decision.rule().map(ColumnDecision.Rule::strategy).orElse("masked"))
                    .append('\n');
            if (column.examples().isEmpty()) {
                text.append("    no values\n");
                continue;
            }
            TextTable examples = new TextTable("    ", "shape", "length", "becomes");
            for (MaskedValues.Example example : column.examples()) {
                examples.row(example.shape().orElse(""), String.valueOf(example.length()), output(example));
            }
            text.append(examples.text());
        }
        return text.append("  ")
                .append(report.kept().size())
                .append(report.kept().size() == 1 ? " column leaves" : " columns leave")
                .append(" as they are: masking.html names each, and why.\n")
                .toString();
    }

    /** One value as it is, for a terminal alone. */
    public static String raw(TableName table, String column, String value, Optional<String> output) {
        return "  " + table.shown() + "." + column + ": " + VisibleText.of(value, WIDTH) + " -> "
                + output.map(text -> VisibleText.of(text, WIDTH)).orElse("NULL");
    }

    private static String output(MaskedValues.Example example) {
        return example.unchanged()
                ? "itself"
                : example.output().map(text -> VisibleText.of(text, WIDTH)).orElse("NULL");
    }
}
