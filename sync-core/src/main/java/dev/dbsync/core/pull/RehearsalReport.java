package dev.dbsync.core.pull;

import dev.dbsync.core.migration.Rehearsal;
import java.util.List;

/**
 * How the checkout's own migrations did on the rows that were pulled.
 *
 * @param scripts those that were run, in order, each with its time
 * @param complete whether all that were pending were run
 */
public record RehearsalReport(List<Rehearsal.Timed> scripts, boolean complete) {

    public RehearsalReport {
        scripts = List.copyOf(scripts);
    }
}
