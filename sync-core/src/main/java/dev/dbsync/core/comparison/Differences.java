package dev.dbsync.core.comparison;

/** What to do about rows that differ from those they were copied from. */
final class Differences {

    static final String REMEDY =
            "Look for what else writes to the target meanwhile (an application, a trigger, a rule), then pull again";

    static final String MASK_REMEDY =
            "A strategy must give equal values equal results; look, too, for what else writes to the target, then pull"
                    + " again";

    static final String LEAK_REMEDY =
            "Do not use the target: empty the table. If nothing else has written to it, report this as a defect";

    private Differences() {}
}
