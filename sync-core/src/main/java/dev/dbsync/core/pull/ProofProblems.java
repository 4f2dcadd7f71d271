package dev.dbsync.core.pull;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.proof.ProofReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a proof has found, and what to do. */
final class ProofProblems {

    private final ProofReport report;
    private final String place;

    /** @param place the target, for messages */
    ProofProblems(ProofReport report, String place) {
        this.report = report;
        this.place = place;
    }

    /** Why the target must not be used; empty when the proof holds. */
    List<Problem> all() {
        List<Problem> problems = new ArrayList<>();
        for (ProofReport.Masked column : report.masked()) {
            if (!column.mayBeUnchanged() && column.unchanged() > 0) {
                problems.add(new Problem(
                        "The strategy " + column.strategy() + " returned " + column.unchanged() + " of "
                                + column.values() + " values of "
                                + column.table().shown() + "." + column.column()
                                + " as they were, and promises that it never does",
                        place,
                        "Use another strategy for the column; one of your own must not give back what it was given,"
                                + " or say in its promise that it may"));
            }
        }
        for (ProofReport.Survivor found : report.survivors()) {
            if (!found.allowed()) {
                String column = found.table().shown() + "." + found.column();
                problems.add(new Problem(
                        number(found.values(), "identifying value") + " of masked columns "
                                + (found.values() == 1 ? "stands" : "stand") + " in " + column + " ("
                                + number(found.places(), "time") + ", " + kinds(found) + ")",
                        place,
                        "Mask that column too (or, where a trigger or a view of the target has put them there, change"
                                + " that); where they may stand there, say so: anonymize: { proof: { allow: [" + column
                                + "] } }"));
            }
        }
        for (ProofReport.Scanned found : report.scanned()) {
            if (found.verdict() == ProofReport.Verdict.FAILS) {
                String column = found.table().shown() + "." + found.column();
                problems.add(new Problem(
                        "Nobody has decided about " + column + ", and it holds " + shown(found.found()),
                        place,
                        "Write a rule for it; 'keep' is one, where they may leave production"));
            }
        }
        report.differences()
                .forEach(difference -> problems.add(new Problem(
                        difference,
                        place,
                        "Use another strategy for the column, or correct its promise if it is one of your own")));
        if (report.incomplete()) {
            problems.add(new Problem(
                    "More values of masked columns stand in the target than there is memory to count, so that nothing is"
                            + " proved",
                    place,
                    "Give the process more memory, such as by MAVEN_OPTS=-Xmx4g; if it fails again, values are not"
                            + " masked where they should be"));
        }
        return problems;
    }

    /** What somebody should look at although it fails nothing. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        String decided = report.scanned().stream()
                .filter(found -> found.verdict() == ProofReport.Verdict.DECIDED)
                .map(found -> found.table().shown() + "." + found.column() + " (" + shown(found.found()) + ")")
                .collect(Collectors.joining(", "));
        if (!decided.isEmpty()) {
            warnings.add("Columns that are copied as they are hold what looks like personal data: " + decided
                    + ". Mask them, or name them in anonymize.proof.allow where that is known");
        }
        if (!report.notSearched().isEmpty()) {
            warnings.add("Not searched for what should have been masked: " + String.join(", ", report.notSearched()));
        }
        return warnings;
    }

    private static String kinds(ProofReport.Survivor found) {
        return found.kinds().isEmpty()
                ? "known by being rare"
                : found.kinds().stream().sorted().map(DataKind::shown).collect(Collectors.joining(", "));
    }

    private static String shown(Map<DataKind, Long> found) {
        return found.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(kind -> kind.getKey().shown() + ": " + kind.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String number(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
