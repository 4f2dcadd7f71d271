package dev.dbsync.core.migration;

import java.util.EnumSet;
import java.util.Set;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Event;

/**
 * Where a segment stands in its promotion. Flyway is run once a segment; its callbacks for a whole run belong to the
 * first segment or to the last.
 *
 * @param empty whether it has no scripts, although its promotion has some
 */
public record SegmentPosition(boolean first, boolean last, boolean empty) {

    /** The only segment there is. */
    public static final SegmentPosition WHOLE = new SegmentPosition(true, true, false);

    /** One that is neither the first nor the last. */
    static final SegmentPosition BETWEEN = new SegmentPosition(false, false, false);

    /** Events that this segment's run of Flyway is not to raise. */
    Set<Event> hidden() {
        Set<Event> hidden = EnumSet.noneOf(Event.class);
        if (!first) {
            hidden.addAll(EnumSet.of(Event.BEFORE_CREATE_SCHEMA, Event.CREATE_SCHEMA, Event.BEFORE_MIGRATE));
        }
        if (!last) {
            hidden.addAll(EnumSet.of(
                    Event.AFTER_VERSIONED,
                    Event.AFTER_MIGRATE_APPLIED,
                    Event.AFTER_MIGRATE,
                    Event.AFTER_MIGRATE_OPERATION_FINISH));
        }
        return hidden;
    }

    /**
     * Whether the callbacks for "something was applied" are raised with those for the end: what was applied were
     * earlier segments, or an earlier promotion, of which this run of Flyway knows nothing.
     */
    boolean raisesAppliedAtEnd() {
        return last && empty;
    }

    /** A user's callback in Java that does not hear what is hidden. */
    Callback filter(Callback callback) {
        return new PositionedCallback(callback, this);
    }
}
