package dev.dbsync.core.migration;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * Flyway set up to run exactly what it is told to, on connections that it is given.
 *
 * @param environment whose scripts they are
 */
record FlywayRun(
        String environment,
        FluentConfiguration configuration,
        Scanner<JavaMigration> scanner,
        SegmentPosition position) {

    /**
     * For running these scripts.
     *
     * @param guard hears of every script before the user's own callbacks do
     */
    FluentConfiguration exactly(Set<String> scripts, DataSource connections, Callback guard) {
        Callback[] callbacks = Stream.concat(
                        Stream.of(guard),
                        Arrays.stream(configuration.getCallbacks()).map(position::filter))
                .toArray(Callback[]::new);
        return with(ScriptFilter.exactly(scripts, position, scanner, configuration), connections)
                .callbacks(callbacks)
                // The set says what is run; Flyway would only see gaps where scripts are hidden from it.
                .validateOnMigrate(false)
                .outOfOrder(true)
                .target(MigrationVersion.LATEST)
                // Who commits is not Flyway. In a group it looks once at what is pending, not before each script; the
                // history row still follows right after its script.
                .group(true);
    }

    /** Whether anything of the user's is run besides scripts. */
    boolean hasCallbacks() {
        return configuration.getCallbacks().length > 0
                || !ScriptFilter.callbacks(scanner, configuration).isEmpty();
    }

    /** For looking at the scripts that a filter shows. */
    FluentConfiguration with(ScriptFilter filter, DataSource connections) {
        return new FluentConfiguration(configuration.getClassLoader())
                .configuration(configuration)
                .dataSource(connections)
                .resourceProvider(filter)
                .javaMigrationClassProvider(filter);
    }

    /** What is to be said when Flyway has left out what it was asked to run. */
    SyncException notRun(String scripts) {
        return new SyncException(new Problem(
                "Flyway did not run " + scripts,
                environment,
                "See whether flyway.baselineOnMigrate, a baseline in the history or a setting shouldExecute of the"
                        + " script leaves it out."));
    }
}
