package dev.dbsync.core.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a plan depends on, part by part, so that a plan made later can say what is different.
 *
 * @param digests by the part's name, as a person is told of it ({@code script V2__city.sql}), in the plan's order
 */
public record PlanParts(Map<String, String> digests) {

    /** Of a plan of which nobody knows the parts. */
    public static final PlanParts UNKNOWN = new PlanParts(Map.of());

    private static final int SHORT = 4;

    public PlanParts {
        digests = new LinkedHashMap<>(digests);
    }

    @Override
    public Map<String, String> digests() {
        return new LinkedHashMap<>(digests);
    }

    /**
     * The parts that are others in a later plan, also those that only one of both has; none where either is unknown.
     */
    public List<String> changedIn(PlanParts later) {
        if (digests.isEmpty() || later.digests.isEmpty()) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>(digests.keySet());
        names.addAll(later.digests.keySet());
        return names.stream()
                .filter(name -> !later.digests.getOrDefault(name, "").equals(digests.getOrDefault(name, "")))
                .toList();
    }

    /** For files: too few digits to try out values by, enough to see what is different. */
    public PlanParts shortened() {
        Map<String, String> some = new LinkedHashMap<>();
        digests.forEach((name, digest) -> some.put(name, digest.substring(0, Math.min(SHORT, digest.length()))));
        return new PlanParts(some);
    }

    /** The id of the plan that is made of these parts. */
    public PlanId id(String goal) {
        PlanId.Builder id = PlanId.of(goal);
        digests.forEach(id::part);
        return id.build();
    }
}
