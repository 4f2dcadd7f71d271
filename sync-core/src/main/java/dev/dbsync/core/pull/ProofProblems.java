package dev.dbsync.core.pull;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.proof.ProofReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Why the target must not be used; what has the same remedy is one problem. Empty when the proof holds. */
    List<Problem> all() {
        List<Problem> problems = new ArrayList<>();
        unchanged().ifPresent(problems::add);
        survivors().ifPresent(problems::add);
        undecided().ifPresent(problems::add);
        problem(
                        report.differences(),
                        "Masked columns differ from what their strategies promise",
                        "Use another strategy for the column, or correct its promise if it is one of your own")
                .ifPresent(problems::add);
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

    private Optional<Problem> unchanged() {
        List<String> found = report.masked().stream()
                .filter(column -> !column.mayBeUnchanged() && column.unchanged() > 0)
                .map(column -> "The strategy " + column.strategy() + " returned " + column.unchanged() + " of "
                        + column.values() + " values of " + column.table().shown() + "." + column.column()
                        + " as they were, and promises that it never does")
                .toList();
        return problem(
                found,
                "Strategies returned values as they were",
                "Use another strategy for the column; one of your own must not give back what it was given, or say in"
                        + " its promise that it may");
    }

    private Optional<Problem> survivors() {
        List<ProofReport.Survivor> found = report.survivors().stream()
                .filter(survivor -> !survivor.allowed())
                .toList();
        String columns = found.stream()
                .map(survivor -> survivor.table().shown() + "." + survivor.column())
                .collect(Collectors.joining(", "));
        return problem(
                found.stream()
                        .map(survivor ->
                                number(survivor.values(), "identifying value") + " of " + survivor.origin() + " "
                                        + (survivor.values() == 1 ? "stands" : "stand") + " in "
                                        + survivor.table().shown() + "." + survivor.column() + " ("
                                        + number(survivor.places(), "time") + ", " + kinds(survivor) + ")")
                        .toList(),
                "What should have been masked stands in " + number(found.size(), "column") + " of the target",
                remedy(found) + "; where they may stand there, say so: anonymize: { proof: { allow: [" + columns
                        + "] } }");
    }

    /** Masking helps a column that is not masked yet. */
    private String remedy(List<ProofReport.Survivor> found) {
        List<String> masked = found.stream()
                .filter(this::isMasked)
                .map(survivor -> survivor.table().shown() + "." + survivor.column())
                .toList();
        List<String> remedies = new ArrayList<>();
        if (masked.size() < found.size()) {
            String which = found.size() == 1 ? "that column" : masked.isEmpty() ? "these columns" : "the others";
            remedies.add("mask " + which
                    + " too (or, where a trigger or a view of the target has put them there, change that; ids that a"
                    + " document is masked with can be kept in it by a path of the rule json)");
        }
        if (!masked.isEmpty()) {
            remedies.add(
                    0,
                    String.join(", ", masked)
                            + (masked.size() == 1
                                    ? " is masked, and holds them all the same: its mask"
                                    : " are masked, and hold them all the same: their masks")
                            + " may leave parts of a value (a path that is kept, words that scrub does not know), which"
                            + " redact does not, or a trigger has put them there");
        }
        String all = String.join("; ", remedies);
        return all.startsWith("mask ") ? "M" + all.substring(1) : all;
    }

    private boolean isMasked(ProofReport.Survivor survivor) {
        return report.masked().stream()
                .anyMatch(column -> column.table().equals(survivor.table())
                        && column.column().equals(survivor.column()));
    }

    private Optional<Problem> undecided() {
        List<String> found = report.scanned().stream()
                .filter(scanned -> scanned.verdict() == ProofReport.Verdict.FAILS)
                .map(scanned -> "Nobody has decided about " + scanned.table().shown() + "." + scanned.column()
                        + ", and it holds " + shown(scanned.found()))
                .toList();
        return problem(
                found,
                "Columns that nobody has decided about hold what looks like personal data",
                "Write a rule for " + (found.size() == 1 ? "it" : "each")
                        + "; 'keep' is one, where they may leave production");
    }

    /** @param several what they have in common, where there is more than one */
    private Optional<Problem> problem(List<String> found, String several, String remedy) {
        return switch (found.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Problem(found.get(0), place, remedy));
            default -> Optional.of(new Problem(several + ":\n  - " + String.join("\n  - ", found), place, remedy));
        };
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
