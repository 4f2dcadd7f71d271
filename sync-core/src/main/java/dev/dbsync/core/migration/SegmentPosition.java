package dev.dbsync.core.migration;

import java.util.EnumSet;
import java.util.Set;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Where a segment stands in its promotion. Flyway is run once a segment; its callbacks for a whole run belong to the
 * first segment or to the last.
 */
public record SegmentPosition(boolean first, boolean last) {

    /** The only segment there is. */
    public static final SegmentPosition WHOLE = new SegmentPosition(true, true);

    /** Events that this segment's run of Flyway is not to raise. */
    Set<Event> hidden() {
        Set<Event> hidden = EnumSet.noneOf(Event.class);
        if (!first) {
            hidden.add(Event.BEFORE_MIGRATE);
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

    /** A user's callback in Java that does not hear what is hidden. */
    Callback filter(Callback callback) {
        Set<Event> hidden = hidden();
        return new Callback() {
            @Override
            public boolean supports(Event event, Context context) {
                return !hidden.contains(event) && callback.supports(event, context);
            }

            @Override
            public boolean canHandleInTransaction(Event event, Context context) {
                return callback.canHandleInTransaction(event, context);
            }

            @Override
            public void handle(Event event, Context context) {
                callback.handle(event, context);
            }

            @Override
            public String getCallbackName() {
                return callback.getCallbackName();
            }
        };
    }
}
