package dev.dbsync.core.run;

/**
 * A plan that was confirmed. Only {@link Confirmation} makes one, so that a write which nobody confirmed does not
 * compile.
 */
public final class ConfirmedPlan<P extends Plan> {

    private final P plan;

    ConfirmedPlan(P plan) {
        this.plan = plan;
    }

    public P plan() {
        return plan;
    }
}
