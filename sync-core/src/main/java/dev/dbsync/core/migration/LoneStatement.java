package dev.dbsync.core.migration;

import dev.dbsync.core.migration.Interruption.ScriptProgress;
import dev.dbsync.core.migration.InvalidIndexes.Found;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.script.IndexAfterwards;
import dev.dbsync.core.script.IndexAfterwards.Scope;
import dev.dbsync.core.script.IndexAfterwards.State;
import dev.dbsync.core.script.TransactionNeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A statement that cannot be in one transaction with the note that it was carried out. So an interruption may leave it
 * open whether it was, and the catalog has to tell.
 *
 * @param need what keeps it out of a transaction
 * @param where script and line, for people
 */
record LoneStatement(TransactionNeed need, String where) {

    /** What REINDEX CONCURRENTLY calls the indexes that it builds, and those that it replaces. */
    private static final Pattern TRANSIENT = Pattern.compile("_cc(new|old)\\d*\"?$");

    /** What may be done twice. */
    private static final Pattern REPEATABLE = Pattern.compile("^(VACUUM|CLUSTER|DISCARD|ALTER SYSTEM|ALTER DATABASE)");

    /**
     * Clears away what an interrupted attempt has left, and finds out whether it was carried out.
     *
     * @param open whether an earlier attempt was interrupted in this very statement
     * @return whether there is nothing left to do
     * @throws SyncException when it cannot be told
     */
    boolean isDone(Connection session, ScriptProgress before, boolean open, ProgressTable progress)
            throws SQLException {
        if (isReindex()) {
            dropLeftOvers(session, before);
            return false;
        }
        if (need.what().equals(TransactionNeed.DETACH) && need.relation().isPresent()) {
            return Detachment.isDone(session, need.relation().get(), open);
        }
        if (open && cannotBeTold()) {
            throw LoneProblems.undecided(need.what(), where, progress);
        }
        for (IndexAfterwards index : need.indexes()) {
            if (index.state() == State.VALID) {
                for (String invalid : InvalidIndexes.of(session, index, need.relation())) {
                    dropOwn(session, invalid, before);
                }
            }
        }
        return open && !need.indexes().isEmpty() && holds(session);
    }

    /** Neither does the catalog say so, nor does it do no harm once more. */
    private boolean cannotBeTold() {
        return need.indexes().isEmpty()
                ? !REPEATABLE.matcher(need.what()).find()
                : need.indexes().stream().anyMatch(index -> index.scope() != Scope.INDEX);
    }

    private void dropLeftOvers(Connection session, ScriptProgress before) throws SQLException {
        for (IndexAfterwards index : need.indexes()) {
            for (String leftOver : InvalidIndexes.beside(session, index)) {
                if (TRANSIENT.matcher(leftOver).find()) {
                    dropOwn(session, leftOver, before);
                }
            }
        }
    }

    /** @throws SyncException when an index that it was to build is invalid; what it was to drop, it would have said */
    void verify(Connection session, ScriptProgress before) throws SQLException {
        for (IndexAfterwards index : need.indexes()) {
            for (String invalid : index.state() == State.VALID
                    ? InvalidIndexes.of(session, index, need.relation())
                    : List.<String>of()) {
                if (index.scope() == Scope.INDEX || !before.invalidBefore().contains(invalid)) {
                    throw new SyncException(new Problem(
                            "The index " + invalid + " is invalid after " + need.what()
                                    + ": a build of it was interrupted",
                            where,
                            "It serves no query, and the script is not accepted with it. Remove it, then run the"
                                    + " promotion again:\n  DROP INDEX CONCURRENTLY " + invalid + ";"));
                }
            }
        }
    }

    private boolean holds(Connection session) throws SQLException {
        for (IndexAfterwards index : need.indexes()) {
            List<Found> found = InvalidIndexes.named(session, index.name(), need.relation());
            boolean asMeant = index.state() == State.GONE
                    ? found.isEmpty()
                    : !found.isEmpty() && found.stream().allMatch(Found::valid);
            if (!asMeant) {
                return false;
            }
        }
        return true;
    }

    /** What was invalid before the script began is somebody else's. */
    private static void dropOwn(Connection session, String invalid, ScriptProgress before) throws SQLException {
        if (!before.invalidBefore().contains(invalid)) {
            InvalidIndexes.drop(session, invalid);
        }
    }

    private boolean isReindex() {
        return need.what().startsWith("REINDEX");
    }
}
