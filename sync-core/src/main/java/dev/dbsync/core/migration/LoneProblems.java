package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.ArrayList;
import java.util.List;

/** What a user has to decide about a script by itself that was interrupted, and how to say so. */
final class LoneProblems {

    private LoneProblems() {}

    /** @param what the statement's name, for people */
    static SyncException undecided(String what, String where, ProgressTable progress) {
        return new SyncException(new Problem(
                "An earlier promotion was interrupted in " + what + ", and whether it was carried out cannot be told",
                where,
                "See whether it was, say so, and run the promotion again:\n  it was:      UPDATE "
                        + progress.name().sql() + " SET done = begun;\n  it was not:  UPDATE "
                        + progress.name().sql() + " SET begun = done;"));
    }

    /** What nobody knows of a script that ran to its end: the next promotion finds it in the history, or goes on. */
    static SyncException unknown(String script, Database database) {
        return new SyncException(new Problem(
                "The script ran to its end, and the reply to the COMMIT of its history row was lost; the server could"
                        + " not be asked what became of it",
                script + ", in " + database.shown(),
                "When the server is back, promote again: it goes on from there, and does nothing twice"));
    }

    /** The failure, which may well be that a table of an earlier attempt's session is missing. */
    static SyncException temporaryIsGone(SyncException failure, String where, ProgressTable progress) {
        List<Problem> problems = new ArrayList<>(failure.problems());
        problems.add(new Problem(
                "It went on where an earlier attempt was interrupted, but for temporary tables, which that attempt had"
                        + " made and which have gone with its session",
                where,
                "Where the script needs them, run it from its beginning, if what it has done may be done again:\n  UPDATE "
                        + progress.name().sql() + " SET begun = 0, done = 0;"));
        return new SyncException(problems, failure);
    }
}
