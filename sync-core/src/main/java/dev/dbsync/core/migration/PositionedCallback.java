package dev.dbsync.core.migration;

import java.util.Set;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * A user's callback in Java as one segment of a promotion raises it.
 *
 * <p>Not anonymous: Flyway compares callbacks by the canonical names of their classes, which anonymous ones lack.
 */
final class PositionedCallback implements Callback {

    private final Callback callback;
    private final SegmentPosition position;
    private final Set<Event> hidden;

    PositionedCallback(Callback callback, SegmentPosition position) {
        this.callback = callback;
        this.position = position;
        this.hidden = position.hidden();
    }

    @Override
    public boolean supports(Event event, Context context) {
        return !hidden.contains(event) && (hearsApplied(event, context) || callback.supports(event, context));
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return callback.canHandleInTransaction(event, context);
    }

    @Override
    public void handle(Event event, Context context) {
        if (hearsApplied(event, context)) {
            callback.handle(Event.AFTER_MIGRATE_APPLIED, context);
            if (!callback.supports(event, context)) {
                return;
            }
        }
        callback.handle(event, context);
    }

    @Override
    public String getCallbackName() {
        return callback.getCallbackName();
    }

    /** Whether the event stands for "something was applied" as well. */
    private boolean hearsApplied(Event event, Context context) {
        return event == Event.AFTER_MIGRATE
                && position.raisesAppliedAtEnd()
                && callback.supports(Event.AFTER_MIGRATE_APPLIED, context);
    }
}
