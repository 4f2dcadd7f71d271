package dev.dbsync.core.classify;

import java.nio.file.Path;
import java.util.List;

/**
 * What a classification found.
 *
 * @param from the environment that was looked at
 * @param file the rules
 * @param dryRun whether the file was left as it is
 * @param columns those that need a rule and have none of a person's
 * @param contradictions decisions to keep a column that its values speak against
 * @param gone rules for columns that no environment has, as {@code table.column}
 * @param blocked where lines are missing that could not be put in, and the lines
 * @param notices what is worth knowing
 * @param difference what changed in the file, or would: lines that begin with a plus or a minus; empty when nothing did
 */
public record ClassifyReport(
        String from,
        Path file,
        boolean dryRun,
        List<ClassifiedColumn> columns,
        List<Contradiction> contradictions,
        List<String> gone,
        List<String> blocked,
        List<String> notices,
        List<String> difference) {

    public static final String GOAL = "classify";

    /**
     * A column that is kept though a detector knows values in it.
     *
     * @param found what and how often; no values
     */
    public record Contradiction(String table, String column, String found) {}

    public ClassifyReport {
        columns = List.copyOf(columns);
        contradictions = List.copyOf(contradictions);
        gone = List.copyOf(gone);
        blocked = List.copyOf(blocked);
        notices = List.copyOf(notices);
        difference = List.copyOf(difference);
    }

    /** Whether the file was changed, or would be. */
    public boolean changed() {
        return !difference.isEmpty();
    }

    /** The columns that have no rule in the file as it is now. */
    public List<ClassifiedColumn> unclassified() {
        return columns.stream()
                .filter(column -> column.isOpen() || (dryRun && column.change() == ClassifiedColumn.Change.NEW))
                .toList();
    }
}
