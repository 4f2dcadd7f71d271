package dev.dbsync.core.report;

import dev.dbsync.core.proof.ProofReport;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A proof on the page of the masking report. */
final class ProofHtml {

    private ProofHtml() {}

    /** In a sentence or two, for the top of the page. */
    static void verdict(Html page, ProofReport proof, List<String> earlier) {
        Optional<String> inPart = ProofText.inPart(proof, earlier);
        page.open(proof.holds() && inPart.isEmpty() ? "div class=\"verdict\"" : "div class=\"verdict bad\"");
        page.element("p", said(proof));
        inPart.ifPresent(said -> page.element("p", said + "."));
        page.close("div");
    }

    private static String said(ProofReport proof) {
        String searched = "what is rare or known by its looks in " + Grouped.of(proof.valuesSought())
                + " values of the masked columns was sought in "
                + Grouped.of(proof.textsSearched()) + " texts of " + Grouped.of(proof.columnsSearched())
                + " columns of the target";
        return switch (proof.depth()) {
            case COUNTS ->
                "Of the masks it was counted that each value came out changed where it has to"
                        + (proof.holds() ? "" : ": this did not hold") + ". The target was not searched.";
            case SAMPLE ->
                "In a sample, " + found(proof) + " that should have been masked" + accepted(proof) + ": " + searched
                        + ".";
            case FULL ->
                (proof.holds() ? "Nothing was found" : "Values were found") + " that should have been masked"
                        + accepted(proof) + ": " + searched + ".";
        };
    }

    private static String found(ProofReport proof) {
        return proof.holds() ? "nothing was found" : "values were found";
    }

    /** What somebody has accepted was found all the same, and whoever signs the page is told at its top. */
    private static String accepted(ProofReport proof) {
        List<ProofReport.Survivor> accepted =
                proof.survivors().stream().filter(ProofReport.Survivor::allowed).toList();
        if (accepted.isEmpty()) {
            return "";
        }
        long values = accepted.stream().mapToLong(ProofReport.Survivor::values).sum();
        return (proof.holds() ? ", but for " : ", besides ") + Grouped.of(values) + (values == 1 ? " value" : " values")
                + " that anonymize.proof.allow accepts in "
                + accepted.stream()
                        .map(found -> found.table().shown() + "." + found.column())
                        .collect(Collectors.joining(", "));
    }

    /** All that was found. */
    static void details(Html page, ProofReport proof) {
        page.element("h2", "The proof");
        page.element("p", "Depth: " + proof.depth().name().toLowerCase(Locale.ROOT) + ".");
        if (proof.incomplete()) {
            page.element("p", "More was found than could be counted, so that nothing is proved.");
        }
        if (!proof.survivors().isEmpty()) {
            page.table(
                    "Values of masked columns that stand in the target",
                    "Column",
                    "Values",
                    "Of",
                    "Places",
                    "Known as",
                    "");
            proof.survivors()
                    .forEach(found -> page.row(
                            found.table().shown() + "." + found.column(),
                            Grouped.of(found.values()),
                            found.origin(),
                            Grouped.of(found.places()),
                            found.kinds().isEmpty() ? "rare values" : names(List.copyOf(found.kinds())),
                            found.allowed() ? "accepted by anonymize.proof.allow" : "not accepted"));
            page.endOfTable();
        }
        if (!proof.scanned().isEmpty()) {
            page.table("Kept columns in which detectors have found something", "Column", "Found", "");
            proof.scanned()
                    .forEach(found -> page.row(
                            found.table().shown() + "." + found.column(),
                            found.found().entrySet().stream()
                                    .sorted(Map.Entry.comparingByKey())
                                    .map(kind -> name(kind.getKey()) + " in " + Grouped.of(kind.getValue()) + " fields")
                                    .collect(Collectors.joining(", ")),
                            switch (found.verdict()) {
                                case FAILS -> "nobody has decided about it";
                                case DECIDED -> "kept by somebody's decision";
                                case ALLOWED -> "accepted by anonymize.proof.allow";
                            }));
            page.endOfTable();
        }
        if (!proof.common().isEmpty()) {
            page.table("Columns with ordinary words that masked columns hold, too", "Column", "Words", "Places");
            proof.common()
                    .forEach(found -> page.row(
                            found.table().shown() + "." + found.column(),
                            Grouped.of(found.values()),
                            Grouped.of(found.places())));
            page.endOfTable();
        }
        list(page, "What is not as the masks have promised:", proof.differences());
        list(page, "Not searched:", proof.notSearched());
        list(
                page,
                "Emptied for what was found in them:",
                proof.emptied().stream().map(table -> table.shown()).toList());
        measured(page, proof);
    }

    private static void measured(Html page, ProofReport proof) {
        List<ProofReport.Masked> measured = proof.masked().stream()
                .filter(column -> column.before().isPresent())
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        page.table(
                "Masked columns, in the source and in the target", "Column", "Values", "Different (about)", "Length");
        measured.forEach(column -> page.row(
                column.table().shown() + "." + column.column(),
                sides(column, ProofReport.Measured::values),
                sides(column, ProofReport.Measured::distinct),
                length(column.before().get())
                        + column.after().map(after -> " / " + length(after)).orElse("")));
        page.endOfTable();
    }

    private static String sides(ProofReport.Masked column, ToLongFunction<ProofReport.Measured> number) {
        return Grouped.of(number.applyAsLong(column.before().orElseThrow()))
                + column.after()
                        .map(after -> " / " + Grouped.of(number.applyAsLong(after)))
                        .orElse("");
    }

    private static String length(ProofReport.Measured measured) {
        return measured.shortest() + " to " + measured.longest();
    }

    private static void list(Html page, String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        page.element("p", title).open("ul");
        items.forEach(item -> page.element("li", item));
        page.close("ul");
    }

    private static String names(List<? extends Enum<?>> kinds) {
        return kinds.stream()
                .sorted(Comparator.comparing(Enum::name))
                .map(ProofHtml::name)
                .collect(Collectors.joining(", "));
    }

    private static String name(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
