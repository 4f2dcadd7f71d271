package dev.dbsync.core.report;

import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.proof.ProofReport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A proof for people, within the report of a pull. */
final class ProofText {

    /** Of a new database that an earlier run has filled, and proved. */
    static final String EARLIER_IN_PART =
            "The proof of the pull that this one went on with is incomplete: values that were deleted or changed on the"
                    + " source after the earlier snapshot are not sought. A pull without -Dsync.resume proves everything";

    private ProofText() {}

    /**
     * What is not proved of tables that an earlier run has copied; empty where there are none, or nothing was sought.
     */
    static Optional<String> inPart(ProofReport proof, List<String> earlier) {
        return earlier.isEmpty() || proof.depth() == PullConfig.Verify.COUNTS
                ? Optional.empty()
                : Optional.of(
                        "The proof is incomplete for tables that were copied under an earlier snapshot, before the"
                                + " pull was interrupted: values deleted or changed on the source since are not sought. A pull"
                                + " without -Dsync.resume proves everything. These tables: "
                                + String.join(", ", earlier));
    }

    /**
     * Several lines; none where nothing was masked and nothing found.
     *
     * @param earlier tables that an earlier run has copied
     */
    static String of(ProofReport proof, List<String> earlier) {
        StringBuilder text = new StringBuilder();
        if (!proof.masked().isEmpty()) {
            text.append(proof.holds() ? "  Proof: " : "  No proof: ").append(depth(proof));
        }
        inPart(proof, earlier)
                .ifPresent(said -> text.append("    ").append(said).append(".\n"));
        for (ProofReport.Survivor found : proof.survivors()) {
            text.append("    ")
                    .append(column(found.table(), found.column()))
                    .append(": ")
                    .append(Grouped.of(found.values()))
                    .append(found.values() == 1 ? " identifying value" : " identifying values")
                    .append(" of ")
                    .append(found.origin())
                    .append(
                            found.kinds().isEmpty()
                                    ? ""
                                    : " ("
                                            + found.kinds().stream()
                                                    .sorted()
                                                    .map(DataKind::shown)
                                                    .collect(Collectors.joining(", "))
                                            + ")")
                    .append(found.allowed() ? ", allowed by anonymize.proof.allow" : "")
                    .append('\n');
        }
        for (ProofReport.Common found : proof.common()) {
            text.append("    note: ")
                    .append(column(found.table(), found.column()))
                    .append(": ")
                    .append(Grouped.of(found.values()))
                    .append(" of the masked values are ordinary words in columns that are kept.\n");
        }
        for (ProofReport.Scanned found : proof.scanned()) {
            text.append("    ")
                    .append(column(found.table(), found.column()))
                    .append(" is kept, and holds ")
                    .append(kinds(found.found()))
                    .append(
                            switch (found.verdict()) {
                                case FAILS -> "; nobody has decided about it";
                                case DECIDED -> "";
                                case ALLOWED -> ", allowed by anonymize.proof.allow";
                            })
                    .append('\n');
        }
        proof.notSearched()
                .forEach(relation ->
                        text.append("    note: not searched: ").append(relation).append('\n'));
        return text.toString();
    }

    private static String depth(ProofReport proof) {
        long values =
                proof.masked().stream().mapToLong(ProofReport.Masked::values).sum();
        String returned = "of " + Grouped.of(values) + " masked values "
                + (unchanged(proof) == 0 ? "none" : Grouped.of(unchanged(proof)))
                + " came back as it was where its mask promises another";
        if (proof.depth() == PullConfig.Verify.COUNTS) {
            return returned + "; nothing was searched (pull.verify: counts).\n";
        }
        String where =
                Grouped.of(proof.columnsSearched()) + " columns (" + Grouped.of(proof.textsSearched()) + " texts)";
        return returned
                + (proof.depth() == PullConfig.Verify.FULL
                        ? "; what is rare or known by its looks in all " + Grouped.of(proof.valuesSought())
                                + " was sought in " + where + ".\n"
                        : "; what is rare or known by its looks in " + Grouped.of(proof.valuesSought())
                                + " of them was sought in a sample of " + where
                                + ". pull.verify: full searches everything.\n");
    }

    private static long unchanged(ProofReport proof) {
        return proof.masked().stream()
                .filter(column -> !column.mayBeUnchanged())
                .mapToLong(ProofReport.Masked::unchanged)
                .sum();
    }

    private static String kinds(Map<DataKind, Long> found) {
        return found.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(kind -> kind.getKey().shown() + " (" + Grouped.of(kind.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String column(TableName table, String column) {
        return table.shown() + "." + column;
    }
}
