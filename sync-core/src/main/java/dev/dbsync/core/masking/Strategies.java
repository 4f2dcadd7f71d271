package dev.dbsync.core.masking;

import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The strategies that rules may name: Sync's own, and those in jars beside it. */
final class Strategies {

    private final Map<String, MaskingStrategy> byName;

    private Strategies(Map<String, MaskingStrategy> byName) {
        this.byName = byName;
    }

    /** @throws SyncException when one cannot be loaded, or two have the same name */
    static Strategies discover() {
        // Under Maven the thread's loader is not the plugin's; the one that loaded this interface is.
        return of(ServiceLoader.load(MaskingStrategy.class, MaskingStrategy.class.getClassLoader()));
    }

    static Strategies of(Iterable<MaskingStrategy> found) {
        Map<String, MaskingStrategy> byName = new TreeMap<>();
        try {
            for (MaskingStrategy strategy : found) {
                MaskingStrategy other = byName.putIfAbsent(strategy.name(), strategy);
                if (other != null) {
                    throw twice(strategy, other);
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new SyncException(
                    new Problem(
                            "A masking strategy cannot be loaded: " + e.getMessage(),
                            "META-INF/services/" + MaskingStrategy.class.getName(),
                            "Correct or remove the jar that holds it, among the plugin's <dependencies>"),
                    e);
        }
        return new Strategies(byName);
    }

    /** In alphabetical order. */
    Set<String> names() {
        return byName.keySet();
    }

    MaskingStrategy get(String name) {
        return byName.get(name);
    }

    /** What is wrong with the rule itself, wherever it is applied. */
    Optional<Problem> complaint(String strategy, Iterable<String> options, String column, String where) {
        MaskingStrategy found = byName.get(strategy);
        if (found == null) {
            return Optional.of(new Problem(
                    "There is no masking strategy '" + strategy + "' (rule for " + column + ")",
                    where,
                    NearestName.hint(strategy, byName.keySet())));
        }
        for (String option : options) {
            if (!found.options().contains(option) && !RuleTerms.COMMON.contains(option)) {
                return Optional.of(new Problem(
                        "The strategy '" + strategy + "' has no option '" + option + "' (rule for " + column + ")",
                        where,
                        NearestName.hint(
                                option,
                                Stream.concat(found.options().stream(), RuleTerms.COMMON.stream())
                                        .toList())));
            }
        }
        return Optional.empty();
    }

    private static SyncException twice(MaskingStrategy one, MaskingStrategy other) {
        return new SyncException(new Problem(
                "Two masking strategies are called '" + one.name() + "'",
                one.getClass().getName() + " and " + other.getClass().getName(),
                "Remove one of the jars that hold them from the plugin's <dependencies>"));
    }
}
