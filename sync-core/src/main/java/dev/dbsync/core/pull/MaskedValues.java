package dev.dbsync.core.pull;

import dev.dbsync.core.masking.ColumnDecision;
import java.util.List;
import java.util.Optional;

/**
 * What masking did in a column, or would do.
 *
 * @param coverage how many values were masked; empty where none were read, and for a column that leaves as it is
 * @param examples of what came out; none of a column that leaves as it is
 */
public record MaskedValues(ColumnDecision decision, Optional<Coverage> coverage, List<Example> examples) {

    /**
     * How many values were masked.
     *
     * @param values that were read, NULLs left out
     * @param masked of these, those that went through the mask; the others were kept by the rule's own condition
     * @param unchanged of the masked ones, those that came out as they went in
     */
    public record Coverage(long values, long masked, long unchanged) {}

    /**
     * One value that went through a mask.
     *
     * @param shape of what went in, with nothing of what it said; empty where outputs alone are shown
     * @param length of what went in, in characters; 0 where outputs alone are shown
     * @param output what came out; empty for NULL, and where it is not to be shown
     * @param unchanged whether it came out as it went in: then it is a value of the source, and not shown
     */
    public record Example(Optional<String> shape, int length, Optional<String> output, boolean unchanged) {

        public Example {
            if (unchanged && output.isPresent()) {
                throw new IllegalArgumentException("an output that is a value of the source");
            }
        }

        /** An output by itself. */
        public static Example of(Optional<String> output) {
            return new Example(Optional.empty(), 0, output, false);
        }
    }

    /** Of a column of which no value was read. */
    static MaskedValues unread(ColumnDecision decision) {
        return new MaskedValues(decision, Optional.empty(), List.of());
    }

    public MaskedValues {
        examples = List.copyOf(examples);
    }
}
