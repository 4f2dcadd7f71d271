package dev.dbsync.core.migration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a promotion in several segments had come when it was last heard of, as its target knows it.
 *
 * @param planId of the plan that was begun with; another one may have gone on with it
 * @param since when its first segment was committed
 * @param segment the number of the last segment that was committed, from 1
 * @param segments how many there were in all
 * @param script the script outside of a transaction that was begun and has no history row yet
 */
public record Interruption(String planId, Instant since, int segment, int segments, Optional<ScriptProgress> script) {

    /**
     * How far a script has come that is run by itself.
     *
     * @param script its name
     * @param content digest of what it held then
     * @param begun the number of the last statement that was begun, from 1; 0 for none
     * @param done the number of the last one that was carried out; less than {@code begun} where it is not known
     *     whether that one was
     * @param invalidBefore the indexes that were invalid before it began
     */
    public record ScriptProgress(String script, String content, int begun, int done, List<String> invalidBefore) {

        public ScriptProgress {
            invalidBefore = List.copyOf(invalidBefore);
        }
    }

    /** Whether it was a pull that ran the scripts, and no promotion. */
    public boolean isOfPull() {
        return planId.equals(SegmentedRun.PULL) || planId.equals(SegmentedRun.REHEARSAL);
    }

    /** For people: how far it has come. */
    public String shown() {
        return segment + " of " + segments + " segments committed"
                + script.map(at -> at.begun() == 0
                                ? "; " + at.script() + " was to be run next"
                                : "; " + at.script() + " was begun: " + at.done() + " statement(s) done"
                                        + (at.begun() > at.done() ? ", interrupted in the next one" : ""))
                        .orElse("");
    }
}
