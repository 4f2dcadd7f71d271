package dev.dbsync.core.pull;

import dev.dbsync.core.masking.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The first different outputs of a mask, as examples; of a mask that may leave a part of a value as it was, their
 * shapes alone. Costs next to nothing once it has them.
 */
final class FirstOutputs {

    private static final int ENOUGH = 3;

    /** Of a mask with fewer outputs, such as one that always gives the same. */
    private static final int LOOKED_AT = 1000;

    /** Longer ones are no use as an example. */
    private static final int LONGEST_BYTES = 4096;

    private final Set<String> outputs = new LinkedHashSet<>();
    private final boolean asShapes;
    private int left = LOOKED_AT;

    /** @param asShapes whether what outputs say is not to be shown */
    FirstOutputs(boolean asShapes) {
        this.asShapes = asShapes;
    }

    /** @param output null, for NULL, is no example */
    void take(byte[] output) {
        // Two threads that see an old number only look at some more.
        if (left <= 0) {
            return;
        }
        left--;
        if (output != null && output.length <= LONGEST_BYTES) {
            String text = new String(output, StandardCharsets.UTF_8);
            add(asShapes ? Shape.of(text) : text);
        }
    }

    private synchronized void add(String output) {
        if (outputs.size() < ENOUGH) {
            outputs.add(output);
        }
        if (outputs.size() == ENOUGH) {
            left = 0;
        }
    }

    synchronized List<String> shown() {
        return new ArrayList<>(outputs);
    }
}
