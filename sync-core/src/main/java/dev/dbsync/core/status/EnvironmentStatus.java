package dev.dbsync.core.status;

import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.problem.Problem;
import java.util.Optional;

/**
 * How far one environment is.
 *
 * @param name its name
 * @param reachable whether it could be connected to
 * @param server the version of PostgreSQL, such as {@code 18.6}; empty where it was not reached
 * @param database where it is, without user info; empty where that is not even configured
 * @param hasHistory whether there is a history table of Flyway's
 * @param version the highest version that is applied; empty where there is none
 * @param applied how many migrations are applied, repeatables and baselines counted
 * @param failed how many failed half-way and were not repaired
 * @param interrupted how far a promotion to it came that did not come to its end
 * @param pull what a pull into it has left that did not come to its end
 * @param problem why it could not be reached or read
 */
public record EnvironmentStatus(
        String name,
        boolean reachable,
        Optional<String> server,
        Optional<String> database,
        boolean hasHistory,
        Optional<String> version,
        int applied,
        int failed,
        Optional<Interruption> interrupted,
        Optional<UnfinishedPull> pull,
        Optional<Problem> problem) {

    /** Why it could not be reached or read, in one sentence. */
    public Optional<String> error() {
        return problem.map(Problem::what);
    }
}
