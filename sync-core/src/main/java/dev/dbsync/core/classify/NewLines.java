package dev.dbsync.core.classify;

import dev.dbsync.core.config.RuleLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines that a file of rules is to get, as few as may be and in the order in which somebody should read them: what
 * is personal, what may be, and last what points to nobody, of which the columns of a table that are asked for the same
 * reason share a line.
 */
final class NewLines {

    /** So that a line can be read whole. */
    private static final int LONGEST_LIST = 100;

    private static final int PERSONAL = 0;
    private static final int ALONE = 1;
    private static final int ALIKE = 2;

    /** What is asked in one line. */
    private record Group(String table, String evidence) {}

    private record Line(RuleLine line, int rank) {

        String table() {
            return line.table();
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final Map<Group, List<String>> groups = new LinkedHashMap<>();

    /** @param alike whether the line may be one with others of its table */
    void add(RuleLine line, boolean alike) {
        boolean single = line.columns().size() == 1;
        if (alike && single && RuleLine.canStandWithOthers(line.columns().get(0))) {
            groups.computeIfAbsent(new Group(line.table(), line.evidence()), none -> new ArrayList<>())
                    .addAll(line.columns());
        } else {
            lines.add(new Line(line, line.rule().isPresent() ? PERSONAL : single && !alike ? ALONE : ALIKE));
        }
    }

    List<RuleLine> inOrder() {
        List<Line> all = new ArrayList<>(lines);
        groups.forEach((group, columns) -> inPieces(columns)
                .forEach(piece -> all.add(
                        new Line(new RuleLine(group.table(), piece, Optional.empty(), group.evidence()), ALIKE))));
        Map<String, Integer> ranks = new LinkedHashMap<>();
        all.forEach(line -> ranks.merge(line.table(), line.rank(), Math::min));
        return all.stream()
                .sorted(Comparator.comparing((Line line) -> ranks.get(line.table()))
                        .thenComparing(Line::table)
                        .thenComparing(Line::rank)
                        .thenComparing(line -> line.line().columns().get(0)))
                .map(Line::line)
                .toList();
    }

    private static List<List<String>> inPieces(List<String> columns) {
        List<List<String>> pieces = new ArrayList<>();
        int length = LONGEST_LIST;
        for (String column : columns) {
            if (length + column.length() > LONGEST_LIST) {
                pieces.add(new ArrayList<>());
                length = 0;
            }
            pieces.get(pieces.size() - 1).add(column);
            length += column.length() + 2;
        }
        return pieces;
    }
}
