package dev.dbsync.core.migration;

import dev.dbsync.core.database.DeferredConstraints;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.script.TransactionNeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Watches Flyway run scripts in a transaction that they share: none may end it, and none may leave behind what would
 * trip the next one.
 */
final class ScriptGuard implements Callback {

    private final OneTransaction transaction;
    private final EventSink events;
    private final SessionState atStart;
    private final List<String> executed = new ArrayList<>();
    private SessionState beforeScripts;
    private UntouchedSession untouched;
    private final boolean callbacks;
    private boolean leftUntouched;
    private long startedAt;

    /** @param callbacks whether others may change the session between two scripts */
    ScriptGuard(OneTransaction transaction, boolean callbacks, EventSink events) throws SQLException {
        this.transaction = transaction;
        this.callbacks = callbacks;
        this.events = events;
        this.atStart = SessionState.of(transaction.connection());
    }

    /** The scripts that ran to their end, in order. */
    List<String> executed() {
        return List.copyOf(executed);
    }

    /** Sets the session back to what it was before Flyway, and checks what callbacks left for the end. */
    void finish() throws SQLException {
        transaction.verifyUnbroken("a callback");
        DeferredConstraints.check(transaction.connection());
        atStart.restore(transaction.connection());
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE
                || event == Event.BEFORE_EACH_MIGRATE_STATEMENT
                || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        String script = context.getMigrationInfo().getScript();
        try {
            switch (event) {
                case BEFORE_EACH_MIGRATE -> before(script);
                case BEFORE_EACH_MIGRATE_STATEMENT ->
                    statement(script, context.getStatement().getSql());
                case AFTER_EACH_MIGRATE -> after(script);
                default -> throw new IllegalStateException("an event that was not asked for: " + event);
            }
        } catch (SQLException e) {
            throw transaction.failed(SqlProblem.of(
                    e,
                    event == Event.AFTER_EACH_MIGRATE
                            ? "What the script left to be checked at the end of its transaction does not hold"
                            : "The session cannot be prepared for the script",
                    where(script),
                    "It was rolled back. Mend the script or the data that it stumbled over, and run it again."));
        }
    }

    @Override
    public String getCallbackName() {
        return "sync";
    }

    private void before(String script) throws SQLException {
        boolean asTheLastOneLeftIt = leftUntouched && !callbacks;
        if (!asTheLastOneLeftIt && !isUntouched()) {
            prepare(script);
        }
        events.accept(new SyncEvent.StepStarted(step(script)));
        startedAt = System.nanoTime();
    }

    /** Whether one look is enough. */
    private boolean isUntouched() throws SQLException {
        return untouched != null && untouched.holds();
    }

    private void prepare(String script) throws SQLException {
        Connection connection = transaction.connection();
        transaction.verifyUnbroken("a callback before " + script);
        // What callbacks wrote since the last script counts as well.
        DeferredConstraints.check(connection);
        if (beforeScripts == null) {
            // Callbacks may have set the session up on purpose; the timeouts are ours all the same.
            beforeScripts = SessionState.of(connection).withTimeoutsOf(atStart);
        }
        beforeScripts.restore(connection);
        untouched = new UntouchedSession(
                connection, transaction.xid(), beforeScripts, SessionState.temporaryRelations(connection));
    }

    private void statement(String script, String sql) {
        Optional<TransactionNeed> need = TransactionNeed.of(sql);
        if (need.filter(found -> found.kind() == TransactionNeed.Kind.CONTROLS_TRANSACTION)
                .isPresent()) {
            throw transaction.failed(new SyncException(new Problem(
                    "The script begins or ends a transaction by itself ("
                            + need.get().what() + ")",
                    where(script),
                    "It was rolled back. Remove the statement: Flyway and Sync make the transaction.")));
        }
    }

    private void after(String script) throws SQLException {
        leftUntouched = isUntouched();
        if (!leftUntouched) {
            cleanUp(script);
        }
        executed.add(script);
        events.accept(new SyncEvent.StepFinished(step(script), Duration.ofNanos(System.nanoTime() - startedAt), ""));
    }

    private void cleanUp(String script) throws SQLException {
        Connection connection = transaction.connection();
        transaction.verifyUnbroken(script);
        DeferredConstraints.check(connection);
        // As ourselves again: the role that a script ended as may not own its temporary tables.
        beforeScripts.restore(connection);
        SessionState.dropTemporaryBut(untouched.temporary(), connection);
    }

    private String where(String script) {
        return script + ", in " + transaction.database().environment();
    }

    private String step(String script) {
        return "Migrate " + transaction.database().environment() + ": " + script;
    }
}
