package dev.dbsync.core.run;

import java.util.Objects;

/**
 * What is left of the plan that was made last, in a file.
 *
 * @param id as {@link PlanId#value()} has it
 * @param parts {@linkplain PlanParts#shortened() shortened}
 */
public record EarlierPlan(String id, PlanParts parts) {

    public EarlierPlan {
        Objects.requireNonNull(id);
        Objects.requireNonNull(parts);
    }
}
