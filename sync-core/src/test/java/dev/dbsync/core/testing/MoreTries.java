package dev.dbsync.core.testing;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Makes a property be tried as often as {@code -Dsync.test.tries} says, where that is more than it says itself. */
public final class MoreTries implements AroundPropertyHook {

    /** To all properties of the class that has the hook. */
    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        int own = context.attributes().tries().orElse(0);
        context.attributes().setTries(Math.max(own, Integer.getInteger("sync.test.tries", own)));
        return property.execute();
    }
}
