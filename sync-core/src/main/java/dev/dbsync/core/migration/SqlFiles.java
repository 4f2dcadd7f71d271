package dev.dbsync.core.migration;

import dev.dbsync.core.database.DeferredConstraints;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.FlywayExecutor;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.scanner.Scanner;
import org.flywaydb.core.internal.sqlscript.SqlScript;

/**
 * SQL files that are run beside the migrations, in the same transaction: split by Flyway's parser, with Flyway's
 * placeholders, in the schema in which scripts run, and with the guards that scripts have.
 */
public final class SqlFiles {

    private final String environment;
    private final FluentConfiguration configuration;
    private final Scanner<JavaMigration> scanner;
    private final String defaultSchema;
    private final ParsingContext parsing;

    SqlFiles(
            String environment,
            FluentConfiguration configuration,
            Scanner<JavaMigration> scanner,
            String defaultSchema,
            ParsingContext parsing) {
        this.environment = environment;
        this.configuration = configuration;
        this.scanner = scanner;
        this.defaultSchema = defaultSchema;
        this.parsing = parsing;
    }

    /**
     * What a file holds, placeholders as they stand there.
     *
     * @throws RefusedException when it cannot be read
     */
    public static String text(SqlFile file) {
        try {
            return Files.readString(file.path());
        } catch (IOException e) {
            String reason = e instanceof NoSuchFileException
                    ? "does not exist"
                    : e instanceof CharacterCodingException ? "is not encoded in UTF-8" : "cannot be read";
            throw new RefusedException(new Problem(
                    "The SQL file " + reason,
                    file.name(),
                    "Its path is relative to the project's base directory, its encoding UTF-8"));
        }
    }

    /**
     * What files hold as this environment would run it, placeholders replaced, by name and in the given order.
     *
     * @throws RefusedException when one cannot be read
     */
    public Map<String, String> sql(List<SqlFile> files) {
        Map<String, String> sql = new LinkedHashMap<>();
        for (SqlFile file : files) {
            sql.put(
                    file.name(),
                    ScriptInspection.rendered(new SqlFileResource(file, text(file)), configuration, parsing));
        }
        return sql;
    }

    /**
     * Checks, without running anything, that these files can be run in one transaction with others.
     *
     * @param connection asked about itself only
     * @throws RefusedException with a problem for each that cannot
     */
    public void verifyRunnable(Connection connection, List<SqlFile> files) {
        List<Problem> problems = new ArrayList<>();
        withFlyway(connection, context -> {
            ScriptInspection inspection = new ScriptInspection(context);
            for (SqlFile file : files) {
                inspection
                        .obstacle(new SqlFileResource(file, text(file)))
                        .map(why -> obstacle(file, why))
                        .ifPresent(problems::add);
            }
        });
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
    }

    /**
     * Runs a file, announced as a step. When it throws, the transaction is doomed.
     *
     * @throws SyncException when it fails, with file and line
     */
    public void run(OneTransaction transaction, SqlFile file, EventSink events) {
        // Read again, as scripts are; whoever planned before compares contents.
        verifyRunnable(transaction.connection(), List.of(file));
        new Step("Run " + file.name() + " in " + environment)
                .run(
                        events,
                        () -> {
                            ran(transaction, file);
                            return file;
                        },
                        done -> "");
    }

    private void ran(OneTransaction transaction, SqlFile file) {
        Connection connection = transaction.connection();
        try {
            SessionState before = SessionState.of(connection);
            List<String> temporary = SessionState.temporaryRelations(connection);
            intoDefaultSchema(connection);
            withFlyway(connection, context -> execute(transaction, file, context));
            transaction.verifyUnbroken(file.name());
            DeferredConstraints.check(connection);
            before.restore(connection);
            SessionState.dropTemporaryBut(temporary, connection);
        } catch (SyncException e) {
            throw transaction.failed(e);
        } catch (SQLException e) {
            throw transaction.failed(SqlProblem.of(
                    e,
                    "What the file left to be checked at the end of the transaction does not hold",
                    file.name() + ", in " + environment,
                    "It was rolled back. Mend the file or the data that it stumbled over, and run it again."));
        }
    }

    private void execute(OneTransaction transaction, SqlFile file, MigrationResolver.Context context) {
        try {
            SqlScript script = context.sqlScriptFactory.createSqlScript(
                    new SqlFileResource(file, text(file)), true, context.resourceProvider);
            context.sqlScriptExecutorFactory
                    .createSqlScriptExecutor(transaction.dataSource().getConnection(), false, false, false)
                    .execute(script, configuration);
        } catch (FlywayException e) {
            // Flyway asks the session some more, which a failed transaction would refuse, and hide why.
            rollback(transaction, e);
            throw e;
        } catch (SQLException e) {
            throw SqlProblem.of(e, "There is no connection for the file", file.name() + ", in " + environment, "");
        }
    }

    private static void rollback(OneTransaction transaction, FlywayException reason) {
        try {
            transaction.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** Where Flyway runs scripts: the default schema first, then whatever the session had. */
    private void intoDefaultSchema(Connection connection) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "SELECT set_config('search_path', concat_ws(', ', ?, nullif(current_setting('search_path'), '')), true)")) {
            set.setString(1, Sql.identifier(defaultSchema));
            set.execute();
        }
    }

    private void withFlyway(Connection connection, Consumer<MigrationResolver.Context> work) {
        CheckoutScan.Bystander bystander = new CheckoutScan.Bystander();
        ScriptFilter migrations = ScriptFilter.migrations(scanner, configuration);
        FluentConfiguration reading = new FluentConfiguration(configuration.getClassLoader())
                .configuration(configuration)
                .dataSource(new SharedConnection(connection, () -> {}))
                .resourceProvider(migrations)
                .javaMigrationClassProvider(migrations)
                .resolvers(bystander)
                .skipDefaultResolvers(true)
                .callbacks(new Callback[0])
                .skipDefaultCallbacks(true);
        try {
            new FlywayExecutor(reading)
                    .execute(
                            (resolver, history, database, schema, schemas, callbacks, interceptor) -> {
                                resolver.resolveMigrations(reading);
                                work.accept(bystander.context);
                                return Optional.empty();
                            },
                            true,
                            null);
        } catch (FlywayException e) {
            throw FlywayFailure.of(e, "Flyway cannot run the SQL files", environment);
        }
    }

    private static Problem obstacle(SqlFile file, Obstacle obstacle) {
        boolean unreadable = obstacle.kind() == Obstacle.Kind.UNREADABLE;
        return new Problem(
                "The SQL file cannot be run" + (unreadable ? ". " : " in the promotion's transaction: ")
                        + obstacle.reason(),
                file.name(),
                unreadable
                        ? "Mend it, or flyway.placeholders, from which its placeholders take their values"
                        : "Take that statement out of it");
    }
}
