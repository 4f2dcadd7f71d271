package dev.dbsync.maven;

import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/**
 * Finds parameters that no goal has, which Maven passes over in silence: {@code -Dsync.dryrun} would be a real
 * promotion, and {@code -Dsync.mode=swap} is nothing at all.
 *
 * <p>What the project itself speaks of is somebody else's: a property of its POM, or a variable of {@code sync.yaml}.
 */
final class TypedParameters {

    private static final String PREFIX = "sync.";

    /** Those of Sync's own tests. */
    private static final String TESTS = "sync.test.";

    private final Set<String> known;
    private final Set<String> unknown;

    /**
     * @param typed what stands on the command line
     * @param plugin all goals with their parameters; one of another goal is no mistake
     * @param isOthers whether the project speaks of such a property
     */
    TypedParameters(Properties typed, PluginDescriptor plugin, Predicate<String> isOthers) {
        known = plugin.getMojos().stream()
                .flatMap(goal ->
                        Optional.ofNullable(goal.getParameters()).stream().flatMap(List::stream))
                .flatMap(parameter -> Stream.ofNullable(parameter.getExpression()))
                .filter(expression -> expression.startsWith("${" + PREFIX))
                .map(expression -> expression.substring(2, expression.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
        unknown = typed.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX) && !name.startsWith(TESTS))
                .filter(Predicate.not(known::contains))
                .filter(isOthers.negate())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that resemble one of ours: what was meant would not happen. */
    List<Problem> misspelt() {
        return unknown.stream()
                .flatMap(name -> NearestName.of(name, known).stream()
                        .map(nearest -> new Problem(
                                "There is no parameter '" + name + "'",
                                "-D" + name,
                                "Did you mean -D" + nearest + "?")))
                .toList();
    }

    /** Those that resemble none, for a warning each. */
    List<String> ignored() {
        return unknown.stream()
                .filter(name -> NearestName.of(name, known).isEmpty())
                .map(name -> "There is no parameter '" + name + "': -D" + name
                        + " is ignored. Whatever is no parameter is set in sync.yaml. Parameters: "
                        + String.join(", ", known))
                .toList();
    }
}
