package dev.dbsync.core.migration;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.internal.scanner.Scanner;

/** One run of Flyway inside a transaction that it does not commit. */
final class MigrationRun {

    private final String environment;
    private final FluentConfiguration configuration;
    private final Scanner<JavaMigration> scanner;
    private final OneTransaction transaction;
    private final EventSink events;

    MigrationRun(
            String environment,
            FluentConfiguration configuration,
            Scanner<JavaMigration> scanner,
            OneTransaction transaction,
            EventSink events) {
        this.environment = environment;
        this.configuration = configuration;
        this.scanner = scanner;
        this.transaction = transaction;
        this.events = events;
    }

    List<String> run(Set<String> scripts) {
        try {
            ScriptGuard guard = new ScriptGuard(transaction, events);
            flyway(scripts, guard).migrate();
            guard.finish();
            verifyExecuted(scripts, guard.executed());
            return guard.executed();
        } catch (FlywayException e) {
            throw transaction.failed(FlywayFailure.of(e, "Flyway cannot migrate", environment));
        } catch (SQLException e) {
            throw transaction.failed(SqlProblem.of(e, "The migration failed", environment, ""));
        }
    }

    void validate() {
        FluentConfiguration validating = base(ScriptFilter.migrations(scanner, configuration))
                .callbacks(new Callback[0])
                .skipDefaultCallbacks(true)
                .ignoreMigrationPatterns(Stream.concat(
                                Arrays.stream(configuration.getIgnoreMigrationPatterns())
                                        .map(Object::toString),
                                // What the checkout has beyond the history is another promotion's affair.
                                Stream.of("*:pending", "*:ignored", "*:future"))
                        .distinct()
                        .toArray(String[]::new));
        try {
            ValidateResult result = validating.load().validateWithResult();
            if (!result.validationSuccessful) {
                throw transaction.failed(new SyncException(
                        result.invalidMigrations.stream().map(this::invalid).toList()));
            }
        } catch (FlywayException e) {
            throw transaction.failed(FlywayFailure.of(e, "Flyway cannot validate", environment));
        }
    }

    private Problem invalid(ValidateOutput found) {
        String reason = found.errorDetails.errorMessage.lines().findFirst().orElse("no reason given");
        return new Problem(
                "Flyway does not accept the history: " + reason,
                environment,
                "Make the checkout agree with the history, or tell Flyway by flyway.ignoreMigrationPatterns what it is"
                        + " to overlook.");
    }

    private Flyway flyway(Set<String> scripts, ScriptGuard guard) {
        Callback[] callbacks = Stream.concat(Stream.of(guard), Arrays.stream(configuration.getCallbacks()))
                .toArray(Callback[]::new);
        return base(ScriptFilter.exactly(scripts, scanner, configuration))
                .callbacks(callbacks)
                // The set says what is run; Flyway would only see gaps where scripts are hidden from it.
                .validateOnMigrate(false)
                .outOfOrder(true)
                .target(MigrationVersion.LATEST)
                // All scripts are in one transaction; a group would only run them all before the first history row.
                .group(false)
                .load();
    }

    private FluentConfiguration base(ScriptFilter filter) {
        return new FluentConfiguration(configuration.getClassLoader())
                .configuration(configuration)
                .dataSource(transaction.dataSource())
                .resourceProvider(filter)
                .javaMigrationClassProvider(filter);
    }

    private void verifyExecuted(Set<String> asked, List<String> executed) {
        Set<String> missing = new TreeSet<>(asked);
        executed.forEach(missing::remove);
        if (!missing.isEmpty() || executed.size() != asked.size()) {
            throw transaction.failed(new SyncException(new Problem(
                    missing.isEmpty()
                            ? "Flyway ran more than it was asked to: " + String.join(", ", executed)
                            : "Flyway did not run " + String.join(", ", missing),
                    environment,
                    "Nothing was changed. See whether flyway.baselineOnMigrate, a baseline in the history or a setting"
                            + " shouldExecute of the script leaves it out.")));
        }
    }
}
