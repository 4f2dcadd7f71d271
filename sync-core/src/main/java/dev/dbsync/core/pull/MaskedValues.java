package dev.dbsync.core.pull;

import dev.dbsync.core.masking.ColumnDecision;
import java.util.List;
import java.util.Optional;

/**
 * What masking did in a column, or would do.
 *
 * @param values that were looked at, NULLs left out
 * @param masked of these, those that went through the mask; the others were kept by the rule's own condition
 * @param examples of what came out; none of a column that leaves as it is
 */
public record MaskedValues(ColumnDecision decision, long values, long masked, List<Example> examples) {

    /**
     * One value that went through a mask.
     *
     * @param shape of what went in, with nothing of what it said; empty where outputs alone are shown
     * @param length of what went in, in characters; 0 where outputs alone are shown
     * @param output empty for NULL
     */
    public record Example(Optional<String> shape, int length, Optional<String> output) {

        /** An output by itself. */
        public static Example of(Optional<String> output) {
            return new Example(Optional.empty(), 0, output);
        }
    }

    public MaskedValues {
        examples = List.copyOf(examples);
    }
}
