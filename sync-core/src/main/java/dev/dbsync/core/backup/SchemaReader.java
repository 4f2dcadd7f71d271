package dev.dbsync.core.backup;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.pgcodekeeper.core.api.PgCodeKeeperApi;
import org.pgcodekeeper.core.database.base.jdbc.IJdbcConnector;
import org.pgcodekeeper.core.loader.DatabaseLoader;
import org.pgcodekeeper.core.loader.LoaderFactory;
import org.pgcodekeeper.core.monitor.NullMonitor;
import org.pgcodekeeper.core.parsers.antlr.base.ScriptParser;
import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.schema.PgObjLocation;
import org.pgcodekeeper.core.settings.CoreSettings;

/**
 * Reads a database's DDL by pgCodeKeeper: what leads from an empty database to this one, in order of dependency.
 *
 * <p>pgCodeKeeper is handed a connection that is already in the backup's snapshot, so that it never sees an address or
 * a password, and reads the same moment as the rows.
 */
final class SchemaReader {

    private static final String REMEDY =
            "Install pg_dump of the server's version or later: it takes the backup where it is found";

    private SchemaReader() {}

    static SchemaScript read(BackupSnapshot snapshot, Database database) throws SQLException {
        CoreSettings settings = new CoreSettings();
        settings.setDisableCheckFunctionBodies(true);
        try (Connection connection = database.connect("backup schema")) {
            join(connection, snapshot);
            DatabaseLoader loader = LoaderFactory.createJdbcLoader(
                    settings, "UTC", new GivenConnection(connection), new NullMonitor(), null);
            AbstractDatabase read = loader.loadAndAnalyze();
            if (!loader.getErrors().isEmpty()) {
                throw unreadable(database, firstLine(loader.getErrors().get(0)), null);
            }
            String script = PgCodeKeeperApi.diff(settings, DatabaseLoader.createDb(settings), read);
            List<DdlStatement> statements = statements(script, settings, database);
            return DdlOrder.of(statements, SchemaSupplement.read(snapshot.connection()));
        } catch (IOException e) {
            throw e.getCause() instanceof SQLException sql
                    ? SqlProblem.of(sql, "Cannot read the schema", database.shown(), REMEDY)
                    : unreadable(database, firstLine(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable(database, "interrupted", e);
        }
    }

    private static void join(Connection connection, BackupSnapshot snapshot) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            statement.execute("SET TRANSACTION SNAPSHOT " + Sql.literal(snapshot.id()));
        }
    }

    /**
     * Splits by pgCodeKeeper's own grammar, which knows the bodies of functions, and makes sure that nothing fell
     * between two statements.
     */
    private static List<DdlStatement> statements(String script, CoreSettings settings, Database database)
            throws IOException, InterruptedException {
        ScriptParser parser = new ScriptParser("schema", script, settings);
        if (parser.getErrorMessage() != null) {
            throw unreadable(database, firstLine(parser.getErrorMessage()), null);
        }
        List<DdlStatement> statements = new ArrayList<>();
        int end = 0;
        for (PgObjLocation location : parser.batch()) {
            requireNothing(script.substring(end, location.getOffset()), database);
            end = location.getOffset() + location.getSql().length();
            statements.add(new DdlStatement(script.substring(location.getOffset(), end)));
        }
        requireNothing(script.substring(end), database);
        return statements;
    }

    private static void requireNothing(String between, Database database) {
        boolean nothing = between.lines()
                .map(line -> line.replace(";", "").strip())
                .allMatch(line -> line.isEmpty() || line.startsWith("--"));
        if (!nothing) {
            throw unreadable(database, "a statement of the script was not recognised", null);
        }
    }

    private static SyncException unreadable(Database database, String why, Exception cause) {
        return new SyncException(
                new Problem(
                        "The built-in engine cannot write this database's schema: " + why, database.shown(), REMEDY),
                cause);
    }

    private static String firstLine(Object text) {
        return String.valueOf(text).lines().findFirst().orElse("no reason given");
    }

    /** Hands out the one connection; the loader closes it. */
    private record GivenConnection(Connection connection) implements IJdbcConnector {

        @Override
        public Connection getConnection() {
            return connection;
        }

        @Override
        public String getBatchDelimiter() {
            return null;
        }

        @Override
        public String getUrl() {
            return "";
        }
    }
}
