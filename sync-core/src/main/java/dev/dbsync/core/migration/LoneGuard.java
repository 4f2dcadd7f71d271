package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.LostReply;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TransactionFate;
import dev.dbsync.core.database.WrittenTransaction;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.migration.Interruption.ScriptProgress;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.script.SessionEffect;
import dev.dbsync.core.script.TransactionNeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.exception.FlywayBlockStatementExecutionException;

/**
 * Watches Flyway run a script by itself, and keeps the note of how far it has come, so that a promotion that was
 * interrupted goes on at the statement at which it was.
 *
 * <p>Where a statement may be in a transaction, the note is committed with it. What a script sets for its session is
 * set again by every attempt.
 */
final class LoneGuard implements Callback {

    private static final Set<String> COMMITS = Set.of("COMMIT", "END");
    private static final Set<String> BEGINS = Set.of("BEGIN", "START TRANSACTION");

    private static final Set<Event> HEARD = Set.of(
            Event.BEFORE_EACH_MIGRATE,
            Event.BEFORE_EACH_MIGRATE_STATEMENT,
            Event.AFTER_EACH_MIGRATE_STATEMENT,
            Event.AFTER_EACH_MIGRATE_STATEMENT_ERROR,
            Event.AFTER_EACH_MIGRATE);

    /** How the statement that is running is noted. */
    private enum Note {
        /** It need not be: it is a setting, or part of a block that its COMMIT notes. */
        NONE,
        /** In a block with it. */
        WITH_IT,
        /** Before and after it. */
        AROUND_IT,
        BEGINS_BLOCK,
        ENDS_BLOCK
    }

    private final LoneSession session;
    private final ProgressTable progress;
    private final PendingMigration script;
    private final String content;
    private final EventSink events;

    private ScriptProgress before;
    private boolean resumed;
    private int number;
    private Note note = Note.NONE;
    private Optional<LoneStatement> lone = Optional.empty();
    private boolean temporaryIsGone;
    private long startedAt;
    private boolean ran;

    /** @param content digest of what the script holds */
    LoneGuard(LoneSession session, ProgressTable progress, PendingMigration script, String content, EventSink events) {
        this.session = session;
        this.progress = progress;
        this.script = script;
        this.content = content;
        this.events = events;
    }

    /** Whether the script ran to its end. */
    boolean ran() {
        return ran;
    }

    /**
     * Makes the history row permanent, together with the note that the script is done.
     *
     * @param database whose server is asked where the reply is lost
     * @return COMMITTED, or UNKNOWN where that could not be found out
     * @throws SQLException when it was not committed
     */
    TransactionFate finish(Database database) throws SQLException {
        progress.accepted(session.connection());
        WrittenTransaction written = WrittenTransaction.of(session.connection());
        TransactionFate fate = new LostReply().commit(session::commit, () -> written.fate(database));
        if (fate == TransactionFate.COMMITTED) {
            events.accept(
                    new SyncEvent.StepFinished(step(), Duration.ofNanos(System.nanoTime() - startedAt), "by itself"));
        }
        return fate;
    }

    /** A failure, with what an interruption may have to do with it. */
    SyncException explained(SyncException failure) {
        return temporaryIsGone ? LoneProblems.temporaryIsGone(failure, where(), progress) : failure;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return HEARD.contains(event);
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            switch (event) {
                case BEFORE_EACH_MIGRATE -> begin(context);
                case BEFORE_EACH_MIGRATE_STATEMENT ->
                    before(context.getStatement().getSql());
                case AFTER_EACH_MIGRATE_STATEMENT -> after();
                case AFTER_EACH_MIGRATE_STATEMENT_ERROR -> failed();
                case AFTER_EACH_MIGRATE -> end();
                default -> throw new IllegalStateException("an event that was not asked for: " + event);
            }
        } catch (SQLException e) {
            throw SqlProblem.of(
                    e,
                    note == Note.WITH_IT
                            ? "The statement cannot be committed with the note of it"
                            : "The note of how far the script has come cannot be kept",
                    where(),
                    "");
        }
    }

    @Override
    public String getCallbackName() {
        return "sync";
    }

    private void begin(Context context) throws SQLException {
        Connection connection = session.connection();
        Optional<ScriptProgress> earlier = earlier();
        resumed = earlier.isPresent();
        if (!earlier.map(ScriptProgress::content).filter(content::equals).isPresent()) {
            // What an attempt at other content has left is ours all the same.
            progress.script(
                    connection,
                    script.script(),
                    content,
                    resumed ? earlier.get().invalidBefore() : InvalidIndexes.all(connection));
        }
        before = earlier().orElseThrow();
        if (!context.getMigrationInfo().getType().name().startsWith("SQL")) {
            // Nobody can look into it: it is one statement, so to speak.
            number = 1;
            if (before.begun() > before.done()) {
                throw LoneProblems.undecided("it", where(), progress);
            }
            progress.begun(connection, number);
        }
        if (session.ownTransactions()) {
            session.commit();
        }
        events.accept(new SyncEvent.StepStarted(step()));
        startedAt = System.nanoTime();
    }

    /** What an earlier attempt at the script has noted. */
    private Optional<ScriptProgress> earlier() throws SQLException {
        return progress.read(session.connection())
                .flatMap(Interruption::script)
                .filter(noted -> noted.script().equals(script.script()));
    }

    private void before(String sql) throws SQLException {
        number++;
        note = Note.NONE;
        lone = Optional.empty();
        boolean done = number <= before.done();
        SessionEffect effect = SessionEffect.of(sql);
        if (effect == SessionEffect.SETTING || effect == SessionEffect.LOCAL_SETTING && !done) {
            return;
        }
        Optional<TransactionNeed> need = TransactionNeed.of(sql);
        if (done) {
            skip(effect, need);
        }
        if (need.filter(LoneGuard::isControl).isPresent()) {
            control(need.get().what());
        } else if (!session.inBlock() && !session.ownTransactions()) {
            if (need.isPresent()) {
                alone(new LoneStatement(need.get(), where()));
            } else {
                note = Note.WITH_IT;
                session.begin();
            }
        }
    }

    private void skip(SessionEffect effect, Optional<TransactionNeed> need) throws SQLException {
        temporaryIsGone |= effect == SessionEffect.TEMPORARY_RELATION;
        if (number == before.done() && need.filter(LoneGuard::isChained).isPresent()) {
            session.begin();
        }
        throw skipped();
    }

    private static boolean isControl(TransactionNeed need) {
        return need.kind() == TransactionNeed.Kind.CONTROLS_TRANSACTION;
    }

    private static boolean isChained(TransactionNeed need) {
        return isControl(need) && need.what().endsWith(TransactionNeed.AND_CHAIN);
    }

    private void control(String what) throws SQLException {
        boolean chained = what.endsWith(TransactionNeed.AND_CHAIN);
        note = chained || BEGINS.contains(what) ? Note.BEGINS_BLOCK : Note.ENDS_BLOCK;
        if (COMMITS.contains(what.replace(TransactionNeed.AND_CHAIN, ""))) {
            noteDone();
        }
    }

    private void alone(LoneStatement statement) throws SQLException {
        boolean open = number == before.begun();
        if (resumed && statement.isDone(session.connection(), before, open, progress)) {
            noteDone();
            throw skipped();
        }
        session.keepWaiting();
        lone = Optional.of(statement);
        note = Note.AROUND_IT;
        noteBegun(number);
    }

    private void after() throws SQLException {
        switch (note) {
            case NONE -> {
                if (number <= before.done() && session.ownTransactions()) {
                    // It was done again: no later rollback of the script's takes it back.
                    session.commit();
                }
            }
            case WITH_IT -> {
                noteDone();
                session.commit();
            }
            case AROUND_IT -> {
                lone.orElseThrow().verify(session.connection(), before);
                session.keepFlywayLock();
                noteDone();
            }
            case BEGINS_BLOCK -> session.inBlock(true);
            case ENDS_BLOCK -> session.inBlock(false);
        }
        note = Note.NONE;
    }

    private void failed() {
        try {
            session.rollback();
            if (note == Note.AROUND_IT) {
                // It said no by itself: nothing is open about it.
                noteBegun(number - 1);
            }
            // Flyway is about to write the row of the failure.
            session.endRole();
        } catch (SQLException e) {
            // The session is gone. What became of the statement is for the next attempt to find out, by the note that
            // it was begun; and why it failed is told by Flyway.
            note = Note.NONE;
        }
    }

    private void end() throws SQLException {
        ran = true;
        session.keepFlywayLock();
        session.begin();
        session.beOurselves();
    }

    private void noteBegun(int statement) throws SQLException {
        session.asOurselves(() -> progress.begun(session.connection(), statement));
    }

    private void noteDone() throws SQLException {
        session.asOurselves(() -> progress.done(session.connection(), number));
    }

    private FlywayBlockStatementExecutionException skipped() {
        String why = "an earlier attempt has carried it out";
        return new FlywayBlockStatementExecutionException(new ErrorDetails(CoreErrorCode.ERROR, why), why);
    }

    private String where() {
        return script.script() + (number == 0 ? "" : ", statement " + number) + ", in " + session.environment();
    }

    private String step() {
        return "Migrate " + session.environment() + ": " + script.script();
    }
}
