package dev.dbsync.core.migration;

import dev.dbsync.core.script.TransactionNeed;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.parser.PlaceholderReplacingReader;
import org.flywaydb.core.internal.sqlscript.SqlScript;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;

/** Reads SQL scripts as Flyway would split them, and says what keeps one from sharing a transaction. */
final class ScriptInspection {

    private final MigrationResolver.Context context;

    ScriptInspection(MigrationResolver.Context context) {
        this.context = context;
    }

    /** Why the script cannot be run inside a transaction with others, or cannot be read. */
    Optional<Obstacle> obstacle(LoadableResource resource) {
        try {
            // "mixed" because a mixture is to be found out here, not thrown by the parser.
            SqlScript script = context.sqlScriptFactory.createSqlScript(resource, true, context.resourceProvider);
            List<Obstacle> found = obstacles(script);
            if (!script.executeInTransaction()) {
                found.add(outside("it is to be run outside a transaction (executeInTransaction=false)"));
            }
            // Outside of a transaction a script may have transactions of its own, but not the other way round.
            return found.stream()
                    .filter(obstacle -> obstacle.kind() == Obstacle.Kind.OUTSIDE_TRANSACTION)
                    .findFirst()
                    .or(() -> found.stream().findFirst());
        } catch (FlywayException e) {
            return Optional.of(
                    new Obstacle(Obstacle.Kind.UNREADABLE, "Flyway cannot read it: " + FlywayFailure.firstLine(e)));
        }
    }

    /** The file beside the script with settings for it alone. */
    Optional<LoadableResource> settings(LoadableResource resource) {
        return Optional.ofNullable(context.resourceProvider.getResource(resource.getRelativePath() + ".conf"));
    }

    /** Whether a repeatable script is another one every time because it holds the current time. */
    boolean holdsTimestamp(LoadableResource resource) {
        Configuration configuration = context.configuration;
        String placeholder = configuration.getPlaceholderPrefix()
                + "flyway"
                + configuration.getPlaceholderSeparator()
                + "timestamp"
                + configuration.getPlaceholderSuffix();
        return configuration.isPlaceholderReplacement() && text(resource).contains(placeholder);
    }

    /** The script's text as it is run here: with its placeholders replaced. */
    static String rendered(LoadableResource resource, Configuration configuration, ParsingContext parsing) {
        try (Reader reader = PlaceholderReplacingReader.create(configuration, parsing, resource.read())) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (FlywayException e) {
            // A placeholder that only the run itself knows, such as the file's name. It stays as it stands.
            return text(resource);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource.getRelativePath(), e);
        }
    }

    /** The script's text as it stands in the file. */
    static String text(LoadableResource resource) {
        try (Reader reader = resource.read()) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource.getRelativePath(), e);
        }
    }

    private static List<Obstacle> obstacles(SqlScript script) {
        List<Obstacle> found = new ArrayList<>();
        try (SqlStatementIterator statements = script.getSqlStatements()) {
            for (SqlStatement statement = statements.next(); statement != null; statement = statements.next()) {
                obstacle(statement).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Obstacle> obstacle(SqlStatement statement) {
        String line = ", line " + statement.getLineNumber();
        Optional<TransactionNeed> need = TransactionNeed.of(statement.getSql());
        if (need.filter(is(TransactionNeed.Kind.CONTROLS_TRANSACTION)).isPresent()) {
            return Optional.of(new Obstacle(
                    Obstacle.Kind.OWN_TRANSACTIONS,
                    "it begins or ends a transaction by itself (" + need.get().what() + ")" + line));
        }
        if (need.filter(is(TransactionNeed.Kind.OUTSIDE)).isPresent()) {
            return Optional.of(outside("PostgreSQL cannot run " + need.get().what() + " inside a transaction" + line));
        }
        return statement.canExecuteInTransaction()
                ? Optional.empty()
                : Optional.of(outside("it holds a statement that PostgreSQL cannot run inside a transaction" + line));
    }

    private static Predicate<TransactionNeed> is(TransactionNeed.Kind kind) {
        return need -> need.kind() == kind;
    }

    private static Obstacle outside(String reason) {
        return new Obstacle(Obstacle.Kind.OUTSIDE_TRANSACTION, reason);
    }
}
