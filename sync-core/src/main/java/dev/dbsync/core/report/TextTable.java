package dev.dbsync.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Rows of cells, aligned in columns for a fixed-width font; numbers to the right. */
final class TextTable {

    private static final String GAP = "  ";
    private static final Pattern NUMERIC = Pattern.compile("[0-9][0-9.,]*|-|");

    private final String indent;
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param head titles of the columns; none for a table without a heading */
    TextTable(String indent, String... head) {
        this.indent = indent;
        this.head = List.of(head);
    }

    /** Adds a row; numbers are aligned to the right. */
    TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The table as lines, each ended by a line feed. */
    String text() {
        List<List<String>> all = new ArrayList<>();
        if (!head.isEmpty()) {
            all.add(head);
        }
        all.addAll(rows);
        List<Column> columns = IntStream.range(
                        0, all.stream().mapToInt(List::size).max().orElse(0))
                .mapToObj(column -> new Column(width(all, column), isNumeric(column)))
                .toList();
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? "" : GAP).append(columns.get(i).padded(row.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return columns.isEmpty() ? "" : text.toString();
    }

    private static int width(List<List<String>> all, int column) {
        return all.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .allMatch(row -> NUMERIC.matcher(row.get(column)).matches());
    }

    /** What the cells of a column have in common. */
    private record Column(int width, boolean right) {

        String padded(String cell) {
            String blanks = " ".repeat(width - cell.length());
            return right ? blanks + cell : cell + blanks;
        }
    }
}
