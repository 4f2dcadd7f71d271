package dev.dbsync.core.migration;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/** Turns what Flyway throws into problems that name script and line, and hold no value of a row. */
final class FlywayFailure {

    private FlywayFailure() {}

    /**
     * @param what what was being done, as a sentence without its full stop
     * @param environment where
     */
    static SyncException of(FlywayException e, String what, String environment) {
        return of(e, what, environment, "It was rolled back. ");
    }

    /** Of a script by itself, of which only the statement that failed is undone. */
    static SyncException ofLone(FlywayException e, String environment) {
        return of(e, "Flyway cannot migrate", environment, "");
    }

    private static SyncException of(FlywayException e, String what, String environment, String undone) {
        Optional<SyncException> ours = find(e, SyncException.class);
        if (ours.isPresent()) {
            return ours.get();
        }
        Optional<String> script = script(e);
        String where = script.map(name -> name + ", in " + environment).orElse(environment);
        String failed = script.isPresent() ? "The script failed" : what;
        String statement = find(e, FlywaySqlScriptException.class)
                .map(FlywaySqlScriptException::getStatement)
                .orElse("");
        return find(e, SQLException.class)
                .map(sql -> SqlProblem.of(sql, statement, failed, where, undone + remedy(sql)))
                .orElseGet(() -> new SyncException(new Problem(failed + ": " + firstLine(e), where, ""), e));
    }

    /** A checkout that cannot be read: the files that Flyway names are where to look. */
    static SyncException ofCheckout(FlywayException e, String environment) {
        SyncException failure = of(e, "Flyway cannot read the migrations of the checkout", environment);
        if (!failure.problem().remedy().isEmpty()) {
            return failure;
        }
        String files = innermost(e)
                .getMessage()
                .lines()
                .filter(line -> line.startsWith("-> "))
                .map(line -> line.substring(3))
                .collect(Collectors.joining("\n"));
        return new SyncException(
                new Problem(
                        failure.problem().what(),
                        files.isEmpty() ? "the checkout, as " + environment + " would run it" : files,
                        "Mend the scripts, or flyway.locations in sync.yaml"),
                e);
    }

    /** The first line of the innermost of Flyway's messages, without the SQL that it may quote. */
    static String firstLine(FlywayException e) {
        Throwable innermost = innermost(e);
        String message = innermost.getMessage();
        if (message == null) {
            return innermost.getClass().getSimpleName();
        }
        StackTraceElement[] thrown = innermost.getStackTrace();
        if (thrown.length > 0 && !thrown[0].getClassName().startsWith("org.flywaydb.")) {
            return "a migration or callback in Java threw it at " + thrown[0]
                    + " (its text may hold data and is not shown)";
        }
        String line = message.lines().findFirst().orElse("");
        int quoted = line.indexOf(" Offending statement");
        return quoted < 0 ? line : line.substring(0, quoted);
    }

    private static Throwable innermost(FlywayException e) {
        Throwable innermost = e;
        while (innermost.getCause() instanceof FlywayException) {
            innermost = innermost.getCause();
        }
        return innermost;
    }

    /** Script and line; a callback's as well. */
    private static Optional<String> script(FlywayException e) {
        Optional<FlywaySqlScriptException> statement = find(e, FlywaySqlScriptException.class);
        if (statement.isPresent() && statement.get().getResource() != null) {
            return Optional.of(statement.get().getResource().getRelativePath() + ":"
                    + statement.get().getLineNumber());
        }
        return find(e, FlywayMigrateException.class)
                .map(migrate -> migrate.getMigration().getScript());
    }

    private static String remedy(SQLException e) {
        String state = SqlProblem.state(e);
        if (state.startsWith("08") || state.startsWith("57P")) {
            return "The session was ended by somebody, by the server or by the network: run it again.";
        }
        return switch (state) {
            case "55P03" -> "Another session holds a lock that the script needs: try again, or at a quieter time.";
            case "55P04" ->
                "PostgreSQL cannot use a new value of an enum in the transaction that adds it, and that it is used"
                        + " could not be seen: let the script that adds it be run by itself, by the line"
                        + " executeInTransaction=false in a file beside it that has its name and .conf behind it, or,"
                        + " where one script does both, make it two.";
            case "25001" -> "PostgreSQL cannot run this statement inside a transaction.";
            case "2D000" -> "Remove COMMIT and ROLLBACK from the block or the procedure.";
            case "53100" -> SqlProblem.DISK_FULL;
            case "42501" -> "Grant the right to the user that Sync connects as, or connect as another one.";
            default -> "Mend the script or the data that it stumbled over, and run it again.";
        };
    }

    private static <T extends Throwable> Optional<T> find(Throwable start, Class<T> type) {
        for (Throwable at = start; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
