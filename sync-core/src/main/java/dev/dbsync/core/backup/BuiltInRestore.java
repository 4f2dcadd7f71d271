package dev.dbsync.core.backup;

import dev.dbsync.core.copy.CopyStream;
import dev.dbsync.core.database.LostReply;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TransactionFate;
import dev.dbsync.core.database.WrittenTransaction;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Restores what the built-in engine wrote: DDL, rows, the rest of the DDL, sequences; all in one transaction. */
final class BuiltInRestore {

    /** What is to be done where nobody knows whether a restore was committed. */
    static final String LOOK = "Look at the target: it is either as it was, or restored whole";

    /** As the text was written; a policy raises an error rather than hide rows from it. */
    private static final String SESSION = """
            SET statement_timeout = 0;
            SET lock_timeout = '%s';
            SET idle_in_transaction_session_timeout = 0;
            SET row_security = off;
            SET datestyle = ISO;
            SET intervalstyle = postgres;
            SET xmloption = content;
            SET default_tablespace = '';
            SELECT set_config('transaction_timeout', '0', false)
            FROM pg_settings
            WHERE name = 'transaction_timeout'
            """.formatted(BackupSnapshot.LOCK_TIMEOUT);

    private final EventSink events;
    private final LostReply reply;

    BuiltInRestore(EventSink events) {
        this(events, new LostReply());
    }

    /** @param reply how patiently the server is asked when the reply to COMMIT is lost */
    BuiltInRestore(EventSink events, LostReply reply) {
        this.events = events;
        this.reply = reply;
    }

    /**
     * @return what became of it where the reply to COMMIT was lost and the server could not be asked; else empty
     * @throws SQLException when it fails; nothing was changed then
     */
    Optional<Problem> restore(RestorePlan plan) throws SQLException, IOException {
        try (Connection connection = plan.database().connect("restore")) {
            execute(connection, SESSION);
            connection.setAutoCommit(false);
            WrittenTransaction transaction = WrittenTransaction.of(connection);
            try {
                fill(plan, connection);
                TransactionFate fate = reply.commit(connection::commit, () -> transaction.fate(plan.database()));
                return fate == TransactionFate.COMMITTED ? Optional.empty() : Optional.of(unknown(plan, transaction));
            } catch (SQLException | IOException | RuntimeException e) {
                undo(connection, e);
                throw e;
            }
        }
    }

    private void fill(RestorePlan plan, Connection connection) throws SQLException, IOException {
        Path directory = plan.stored().path();
        Manifest manifest = plan.stored().manifest();
        if (!plan.dropped().isEmpty()) {
            drop(plan, connection);
        }
        schema("Restore the schema", SchemaFile.BEFORE_ROWS, plan, connection);
        new Step("Restore the rows")
                .run(
                        events,
                        () -> rows(connection, directory, manifest),
                        rows -> rows + " rows of " + manifest.tables().size() + " tables");
        schema("Restore indexes, foreign keys and triggers", SchemaFile.AFTER_ROWS, plan, connection);
        sequences(connection, manifest);
    }

    private static Problem unknown(RestorePlan plan, WrittenTransaction transaction) {
        return new Problem(
                "The reply to COMMIT was lost, and the server could not be asked what became of it",
                plan.targetShown() + ", transaction " + transaction.xid(),
                LOOK + ".\nWhen the server is back: SELECT pg_xact_status('" + transaction.xid() + "');");
    }

    private static void undo(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The session is gone, and with it all that was not committed. Why is what the reason says.
            reason.addSuppressed(e);
        }
    }

    private void drop(RestorePlan plan, Connection connection) throws SQLException {
        execute(connection, "SET LOCAL client_min_messages = error");
        new Step("Drop what " + plan.target() + " holds")
                .run(
                        events,
                        () -> {
                            plan.dropped().drop(connection, plan.targetShown());
                            return plan.dropped().objects().size();
                        },
                        count -> count + " objects");
    }

    private void schema(String step, String file, RestorePlan plan, Connection connection)
            throws SQLException, IOException {
        List<DdlStatement> statements = SchemaFile.read(plan.stored().path().resolve(file)).stream()
                .map(DdlStatement::new)
                .filter(statement -> isPossible(statement, plan.roles()))
                .filter(statement ->
                        plan.stored().manifest().openKeys().stream().noneMatch(statement::isOf))
                .toList();
        new Step(step)
                .run(
                        events,
                        () -> {
                            new DdlRun(connection, plan.targetShown() + ", " + file).run(statements);
                            return statements.size();
                        },
                        count -> count + " statements");
    }

    private static boolean isPossible(DdlStatement statement, RestoreRoles roles) {
        return !isOwnedAlready(statement, roles)
                && statement.owner().filter(roles.lackedOwners()::contains).isEmpty()
                && statement.grantee().filter(roles.missing()::contains).isEmpty();
    }

    /** Where the schema public is another role's, saying so again would need that role's rights. */
    private static boolean isOwnedAlready(DdlStatement statement, RestoreRoles roles) {
        return statement.sql().startsWith("ALTER SCHEMA public OWNER TO ")
                && statement.owner().equals(roles.publicOwner());
    }

    private long rows(Connection connection, Path directory, Manifest manifest) {
        long total = 0;
        for (Manifest.StoredTable table : manifest.tables()) {
            long rows = rows(connection, directory, table);
            if (rows != table.rows()) {
                throw mismatch(directory, table, rows);
            }
            total += rows;
        }
        return total;
    }

    private long rows(Connection connection, Path directory, Manifest.StoredTable table) {
        try (InputStream rows = BuiltInBackup.rows(directory, table)) {
            long count = CopyStream.in(connection, RowCopy.in(table.table(), table.columns()), rows);
            events.accept(new SyncEvent.Progress(
                    table.table().shown(), count, table.bytes(), OptionalLong.of(table.rows()), true));
            return count;
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e, "The rows cannot be restored, and nothing was changed", "table " + table.table(), "");
        } catch (IOException e) {
            throw ManifestFile.damaged(
                    directory, table.file() + " cannot be read, and nothing was changed: " + IoReason.of(e));
        }
    }

    private static SyncException mismatch(Path directory, Manifest.StoredTable table, long rows) {
        return ManifestFile.damaged(
                directory,
                "the table " + table.table() + " had " + table.rows() + " rows, and " + rows
                        + " were restored; nothing was changed");
    }

    /** New ones, so that a rollback takes them with it. */
    private static void sequences(Connection connection, Manifest manifest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT setval(?::regclass, ?, ?)")) {
            for (Manifest.StoredSequence sequence : manifest.sequences()) {
                statement.setString(1, sequence.sequence().sql());
                statement.setLong(2, sequence.lastValue());
                statement.setBoolean(3, sequence.isCalled());
                statement.execute();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
