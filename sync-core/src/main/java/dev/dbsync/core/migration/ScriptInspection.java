package dev.dbsync.core.migration;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
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

    /** How the obstacle of a script begins that Flyway cannot read, in a transaction or out of it. */
    static final String UNREADABLE = "Flyway cannot read it: ";

    private final MigrationResolver.Context context;

    ScriptInspection(MigrationResolver.Context context) {
        this.context = context;
    }

    /** Why the script cannot be run inside a transaction with others, or cannot be read. */
    Optional<String> obstacle(LoadableResource resource) {
        try {
            // "mixed" because a mixture is to be found out here, not thrown by the parser.
            SqlScript script = context.sqlScriptFactory.createSqlScript(resource, true, context.resourceProvider);
            Optional<String> statement = obstacleOfStatements(script);
            if (statement.isPresent()) {
                return statement;
            }
            return script.executeInTransaction()
                    ? Optional.empty()
                    : Optional.of("it is to be run outside a transaction (executeInTransaction=false)");
        } catch (FlywayException e) {
            return Optional.of(UNREADABLE + FlywayFailure.firstLine(e));
        }
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

    private static Optional<String> obstacleOfStatements(SqlScript script) {
        try (SqlStatementIterator statements = script.getSqlStatements()) {
            for (SqlStatement statement = statements.next(); statement != null; statement = statements.next()) {
                Optional<String> obstacle = obstacle(statement);
                if (obstacle.isPresent()) {
                    int line = statement.getLineNumber();
                    return obstacle.map(text -> text + ", line " + line);
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<String> obstacle(SqlStatement statement) {
        StatementHead head = StatementHead.of(statement.getSql());
        if (head.controlsTransaction()) {
            return Optional.of(
                    "it begins or ends a transaction by itself (" + head.words().get(0) + ")");
        }
        Optional<String> refused = head.refusedInTransaction();
        if (refused.isPresent()) {
            return refused.map(name -> "PostgreSQL cannot run " + name + " inside a transaction");
        }
        return statement.canExecuteInTransaction()
                ? Optional.empty()
                : Optional.of("it holds a statement that PostgreSQL cannot run inside a transaction");
    }
}
