package dev.dbsync.core.config;

import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.ShellWord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The whole of {@code sync.yaml}, with defaults filled in and variables unresolved. Immutable.
 *
 * @param file the file it was read from
 * @param baseDirectory what relative paths are relative to: the project's base directory
 * @param chain names of environments, first to last; two at least, each defined in {@code environments}
 * @param environments by name, in the order of the file
 * @param flyway what holds for every environment
 * @param lookups reference tables that are promoted with the schema
 * @param backup how a promotion is backed up
 * @param promote how a promotion behaves
 * @param pull what {@code pull-prod} copies
 * @param anonymize the masking rules
 * @param notification who is told how a run ended
 * @param embedded the PostgreSQL behind {@code url: embedded}
 */
public record SyncConfig(
        Path file,
        Path baseDirectory,
        List<String> chain,
        Map<String, EnvironmentConfig> environments,
        FlywaySettings flyway,
        List<LookupConfig> lookups,
        BackupConfig backup,
        PromoteConfig promote,
        PullConfig pull,
        AnonymizeConfig anonymize,
        NotifyConfig notification,
        EmbeddedConfig embedded) {

    /** The directory for backups, embedded servers and the journal: {@code .sync} of the base directory. */
    public Path stateDirectory() {
        return baseDirectory.resolve(".sync");
    }

    /**
     * What a command must say to read this same file, with a blank before it: {@code -Dsync.config}, as the path is
     * relative to the project's base directory. Empty for {@code sync.yaml}, which needs no word.
     */
    public String option() {
        Path base = baseDirectory.toAbsolutePath().normalize();
        Path read = base.resolve(file).normalize();
        if (read.equals(base.resolve("sync.yaml"))) {
            return "";
        }
        return " -Dsync.config=" + ShellWord.of((read.startsWith(base) ? base.relativize(read) : read).toString());
    }

    /** This configuration with other common Flyway settings, for a file that has none of its own. */
    public SyncConfig withFlyway(FlywaySettings settings) {
        return new SyncConfig(
                file,
                baseDirectory,
                chain,
                environments,
                settings,
                lookups,
                backup,
                promote,
                pull,
                anonymize,
                notification,
                embedded);
    }

    /** This configuration with other masking rules. */
    public SyncConfig withAnonymize(AnonymizeConfig rules) {
        return new SyncConfig(
                file,
                baseDirectory,
                chain,
                environments,
                flyway,
                lookups,
                backup,
                promote,
                pull,
                rules,
                notification,
                embedded);
    }

    /**
     * @param asked where the name came from, such as {@code -Dto}
     * @throws SyncException when there is no such environment
     */
    public EnvironmentConfig environment(String name, String asked) {
        EnvironmentConfig environment = environments.get(name);
        if (environment == null) {
            throw new SyncException(new Problem(
                    "There is no environment '" + name + "'", asked, NearestName.hint(name, environments.keySet())));
        }
        return environment;
    }

    /** Whether only a plan id, or the typed phrase, may change the environment: the last of the chain always. */
    public boolean isProtected(String name) {
        return chain.get(chain.size() - 1).equals(name)
                || (environments.containsKey(name) && environments.get(name).isProtected());
    }

    /** Flyway's settings in one environment: the common ones, overlaid by the environment's own. */
    public FlywaySettings flywayOf(String environment) {
        EnvironmentConfig own = environments.get(environment);
        return own == null ? flyway : flyway.overlaidBy(own.flyway());
    }
}
