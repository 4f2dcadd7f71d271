package dev.dbsync.core.promote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** A user's callback in Java that hears everything and remembers it. */
public final class RecordingCallback implements Callback {

    static final List<String> HEARD = Collections.synchronizedList(new ArrayList<>());

    @Override
    public boolean supports(Event event, Context context) {
        return true;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        HEARD.add(event.getId());
    }

    @Override
    public String getCallbackName() {
        return "recording";
    }
}
