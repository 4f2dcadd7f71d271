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
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;

/** One run of Flyway inside a transaction that it does not commit. */
final class MigrationRun {

    private final FlywayRun flyway;
    private final OneTransaction transaction;
    private final EventSink events;

    MigrationRun(FlywayRun flyway, OneTransaction transaction, EventSink events) {
        this.flyway = flyway;
        this.transaction = transaction;
        this.events = events;
    }

    List<String> run(Set<String> scripts) {
        try {
            ScriptGuard guard = new ScriptGuard(transaction, flyway.hasCallbacks(), events);
            flyway.exactly(scripts, transaction.dataSource(), guard).load().migrate();
            guard.finish();
            verifyExecuted(scripts, guard.executed());
            return guard.executed();
        } catch (FlywayException e) {
            throw transaction.failed(FlywayFailure.of(e, "Flyway cannot migrate", flyway.environment()));
        } catch (SQLException e) {
            throw transaction.failed(SqlProblem.of(e, "The migration failed", flyway.environment(), ""));
        }
    }

    void validate() {
        FluentConfiguration configuration = flyway.configuration();
        FluentConfiguration validating = flyway.with(
                        ScriptFilter.migrations(flyway.scanner(), configuration), transaction.dataSource())
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
            throw transaction.failed(FlywayFailure.of(e, "Flyway cannot validate", flyway.environment()));
        }
    }

    private Problem invalid(ValidateOutput found) {
        String reason = found.errorDetails.errorMessage.lines().findFirst().orElse("no reason given");
        return new Problem(
                "Flyway does not accept the history: " + reason,
                flyway.environment(),
                "Make the checkout agree with the history, or tell Flyway by flyway.ignoreMigrationPatterns what it is"
                        + " to overlook.");
    }

    private void verifyExecuted(Set<String> asked, List<String> executed) {
        Set<String> missing = new TreeSet<>(asked);
        executed.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw transaction.failed(flyway.notRun(String.join(", ", missing)));
        }
        if (executed.size() != asked.size()) {
            throw transaction.failed(new SyncException(new Problem(
                    "Flyway ran more than it was asked to: " + String.join(", ", executed),
                    flyway.environment(),
                    "It was rolled back.")));
        }
    }
}
