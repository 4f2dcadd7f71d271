package dev.dbsync.core.report;

import dev.dbsync.core.masking.ColumnDecision;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.pull.LeftOut;
import dev.dbsync.core.pull.MaskedValues;
import dev.dbsync.core.pull.MaskingReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code masking.html}: what left production and in which form, on one page that needs nothing else, for somebody who
 * is to answer for it and is no programmer.
 */
public final class MaskingHtml {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Masking report</title>
            <style>
            :root { color-scheme: light dark; --line: #8886; --good: #2a7d3f; --bad: #b3261e; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.6rem; margin-bottom: .2rem; }
            h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
            table { border-collapse: collapse; width: 100%; margin: .6rem 0 1.4rem; }
            caption { text-align: left; font-weight: 600; padding: .3rem 0; }
            th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
            th { font-weight: 600; white-space: nowrap; }
            td.number { font-variant-numeric: tabular-nums; }
            code { font: 13px/1.5 ui-monospace, monospace; }
            .bar { display: inline-block; width: 6rem; height: .7rem; border: 1px solid var(--line); vertical-align: middle; }
            .bar > span { display: block; height: 100%; background: var(--good); }
            .verdict { border-left: .4rem solid var(--good); padding: .4rem 1rem; }
            .verdict.bad { border-color: var(--bad); }
            .example { display: block; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
            dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
            @media print { body { max-width: none; margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
            </style>
            </head>
            <body>
            """;

    private static final int EXAMPLE_CHARACTERS = 200;

    private final MaskingReport report;
    private final Html page = new Html();

    private MaskingHtml(MaskingReport report) {
        this.report = report;
    }

    public static String of(MaskingReport report) {
        return new MaskingHtml(report).page();
    }

    private String page() {
        page.raw(HEAD).element("h1", "Masking report");
        page.element("p", summary());
        problems();
        report.proof().ifPresent(proof -> ProofHtml.verdict(page, proof, report.earlier()));
        copied();
        masked();
        kept();
        leftOut();
        report.proof().ifPresent(proof -> ProofHtml.details(page, proof));
        facts();
        return page.raw("</body>\n</html>\n").toString();
    }

    private String summary() {
        String way = report.from() + report.to().map(to -> " to " + to).orElse("");
        return switch (report.state()) {
            case "PULLED" -> "Rows of " + way + ", masked on their way.";
            case "PREVIEW" -> "What the rules would make of the rows of " + way + ". Nothing was copied.";
            case "DRY_RUN" -> "What would be copied from " + way + ", and how it would be masked. Nothing was copied.";
            default -> "The copy from " + way + " failed.";
        };
    }

    private void problems() {
        if (report.problems().isEmpty()) {
            return;
        }
        page.open("div class=\"verdict bad\"");
        for (Problem problem : report.problems()) {
            page.open("p").lines(problem.text()).close("p");
        }
        page.close("div");
    }

    private void copied() {
        if (report.rows().isEmpty()) {
            return;
        }
        page.element("h2", "What was copied");
        page.table("Rows by table", "Table", "Rows");
        report.rows().forEach((name, rows) -> {
            page.open("tr").element("td", name).element("td class=\"number\"", Grouped.of(rows));
            page.close("tr");
        });
        page.endOfTable();
        if (!report.earlier().isEmpty()) {
            page.element(
                    "p",
                    "Copied by an earlier run, which was interrupted and which this one went on with (its numbers are not"
                            + " here): " + String.join(", ", report.earlier()) + ".");
        }
    }

    private void masked() {
        page.element("h2", "Columns that are masked");
        if (report.masked().isEmpty()) {
            page.element("p", "None.");
            return;
        }
        boolean shapes = report.masked().stream()
                .flatMap(column -> column.examples().stream())
                .anyMatch(example -> example.shape().isPresent());
        page.element(
                "p",
                "The bar shows which part of the values the mask has changed; the rest was kept by a condition of the"
                        + " rule, or came out of the mask as it went in. Examples are of what the mask gave"
                        + (shapes ? ", beside the shape of what went in." : "."));
        byTable(report.masked()).forEach((name, columns) -> {
            page.table(name, "Column", "Type", "Rule", "Decided by", "Masked", "Examples");
            for (MaskedValues column : columns) {
                ColumnDecision decision = column.decision();
                page.open("tr");
                page.element("td", decision.column()).element("td", decision.type());
                page.element("td", decision.rule().map(MaskingHtml::rule).orElse(""));
                page.element("td", decidedBy(decision)).open("td");
                bar(column, report.earlier().contains(name));
                page.close("td").open("td");
                column.examples().forEach(this::example);
                page.close("td").close("tr");
            }
            page.endOfTable();
        });
    }

    private void bar(MaskedValues column, boolean earlier) {
        if (column.coverage().isEmpty()) {
            page.text("nothing was read");
            return;
        }
        if (earlier) {
            page.text("by an earlier run, not counted here");
            return;
        }
        MaskedValues.Coverage coverage = column.coverage().get();
        if (coverage.values() == 0) {
            page.text("no values");
            return;
        }
        double part = 100.0 * (coverage.masked() - coverage.unchanged()) / coverage.values();
        String width = String.format(Locale.ROOT, "%.1f", part);
        String said = Grouped.of(coverage.masked() - coverage.unchanged()) + " of " + Grouped.of(coverage.values());
        page.raw("<span class=\"bar\" role=\"img\" aria-label=\"" + said + "\"><span style=\"width: " + width
                + "%\"></span></span> ");
        page.text(said);
        if (coverage.unchanged() > 0) {
            page.text("; " + Grouped.of(coverage.unchanged()) + " came out as they went in");
        }
    }

    private void example(MaskedValues.Example example) {
        page.open("span class=\"example\"");
        example.shape()
                .ifPresent(shape -> page.open("bdi")
                        .element("code", shape)
                        .close("bdi")
                        .text(" (" + Grouped.of(example.length()) + " characters) becomes "));
        if (example.unchanged()) {
            page.text("itself");
        } else if (example.output().isPresent()) {
            page.open("bdi")
                    .element("code", VisibleText.of(example.output().get(), EXAMPLE_CHARACTERS))
                    .close("bdi");
        } else {
            page.text("nothing (NULL)");
        }
        page.close("span");
    }

    private void kept() {
        page.element("h2", "Columns that leave as they are");
        if (report.kept().isEmpty()) {
            page.element("p", "None.");
            return;
        }
        byTable(report.kept()).forEach((name, columns) -> {
            page.table(name, "Column", "Type", "Decided by");
            for (MaskedValues column : columns) {
                page.open("tr");
                page.element("td", column.decision().column())
                        .element("td", column.decision().type())
                        .element("td", decidedBy(column.decision()));
                page.close("tr");
            }
            page.endOfTable();
        });
    }

    private void leftOut() {
        if (report.leftOut().isEmpty()) {
            return;
        }
        page.element("h2", "Tables that were left out");
        page.table("By table", "Table", "Why");
        for (LeftOut left : report.leftOut()) {
            page.open("tr").element("td", left.table().shown()).element("td", left.reason());
            page.close("tr");
        }
        page.endOfTable();
    }

    private void facts() {
        page.element("h2", "About this report").open("dl");
        fact("Made", report.made().toString());
        fact("Outcome", report.state());
        report.planId().ifPresent(id -> fact("Plan", id.toString()));
        fact(
                "Masking key",
                report.keyFingerprint()
                        + (report.keyOfThisRunOnly()
                                ? " (a fingerprint; the key was made for this run and is forgotten)"
                                : " (a fingerprint: it tells keys apart, and the key cannot be found from it)"));
        report.versions().forEach(this::fact);
        page.close("dl");
        page.element(
                "p",
                "This page holds no value of the source. What masking protects from, and what not, is said in the"
                        + " threat model of Sync's documentation (docs/masking.md).");
    }

    private void fact(String name, String value) {
        page.element("dt", name).element("dd", value);
    }

    private static Map<String, List<MaskedValues>> byTable(List<MaskedValues> columns) {
        return columns.stream()
                .collect(Collectors.groupingBy(
                        column -> column.decision().table().shown(), TreeMap::new, Collectors.toList()));
    }

    private static String rule(ColumnDecision.Rule rule) {
        return rule.strategy()
                + (rule.options().isEmpty()
                        ? ""
                        : new TreeMap<>(rule.options())
                                .entrySet().stream()
                                        .map(option -> option.getKey() + ": " + option.getValue())
                                        .collect(Collectors.joining(", ", " (", ")")));
    }

    private static String decidedBy(ColumnDecision decision) {
        String place = decision.rule().map(rule -> " (" + rule.where() + ")").orElse("");
        return switch (decision.basis()) {
            case RULE -> "a rule for this column" + place;
            case PATTERN -> "a rule for all columns of its name" + place;
            case TAG -> "a tag in its comment";
            case INHERITED -> "the rule of the column that it references" + place;
            case UNCLASSIFIED -> "nobody: anonymize.unclassified holds for it";
            case HARMLESS_TYPE -> "its type, which holds no personal data by itself";
            case REFERENCE_DATA -> "being reference data (lookups)";
            case GENERATED -> "being computed from other columns";
        };
    }
}
