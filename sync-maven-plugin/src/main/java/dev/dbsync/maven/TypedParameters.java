package dev.dbsync.maven;

import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/**
 * Finds misspelt parameters, which Maven passes over in silence: {@code -Dsync.dryrun} would be a real promotion.
 *
 * <p>A name that resembles none of ours may be a variable of the user's own.
 */
final class TypedParameters {

    private static final String PREFIX = "sync.";

    private TypedParameters() {}

    /**
     * @param typed what stands on the command line
     * @param plugin all goals with their parameters; one of another goal is no mistake
     */
    static List<Problem> misspelt(Properties typed, PluginDescriptor plugin) {
        Set<String> known = plugin.getMojos().stream()
                .flatMap(goal ->
                        Optional.ofNullable(goal.getParameters()).stream().flatMap(List::stream))
                .flatMap(parameter -> Stream.ofNullable(parameter.getExpression()))
                .filter(expression -> expression.startsWith("${" + PREFIX))
                .map(expression -> expression.substring(2, expression.length() - 1))
                .collect(Collectors.toSet());
        return typed.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(Predicate.not(known::contains))
                .sorted()
                .flatMap(name -> NearestName.of(name, known).stream()
                        .map(nearest -> new Problem(
                                "There is no parameter '" + name + "'",
                                "-D" + name,
                                "Did you mean -D" + nearest + "?")))
                .toList();
    }
}
