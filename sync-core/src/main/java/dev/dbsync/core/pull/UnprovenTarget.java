package dev.dbsync.core.pull;

import dev.dbsync.core.config.ProofConfig;
import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.EmptiedTables;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes of a target that was filled in place, and in which a proof has found what should have been masked.
 * Whatever stands in the way of that, the finding is told: it is worse than anything that may come after it.
 */
final class UnprovenTarget {

    private final Pull pull;
    private final Database target;
    private final TargetFit fit;
    private final LoadSession session;

    UnprovenTarget(Pull pull, Database target, TargetFit fit, LoadSession session) {
        this.pull = pull;
        this.target = target;
        this.fit = fit;
        this.session = session;
    }

    /**
     * Empties what it was found in, unless somebody wants to look at it, and ends the load. One that could not empty
     * everything is not ended: nobody promotes from such a target, and whoever puts it in order empties it first.
     *
     * @param coordinator in autocommit; holds the session
     * @return the finding, and what became of the rows
     */
    UnprovenException told(UnprovenException found, Connection coordinator) {
        UnprovenException told = found;
        Set<TableName> full = concerned(found);
        List<String> byHand = List.of();
        try {
            if (!stay()) {
                EmptiedTables.Result result = new EmptiedTables(
                                LoadInPlace.view(coordinator),
                                loaded(),
                                pull.needs().lookups(),
                                target.shown())
                        .empty(coordinator, concerned(found), session);
                told = found.with(found.report().withEmptied(result.emptied()), result.problems());
                full = result.full();
                byHand = result.byHand();
                if (result.why().isPresent()) {
                    throw result.why().get();
                }
            }
            full = Set.of();
            session.finish(coordinator);
            return told;
        } catch (SQLException e) {
            return with(told, SqlProblem.of(e, "The pull failed", target.shown(), ""), full, byHand);
        } catch (SyncException e) {
            return with(told, e, full, byHand);
        }
    }

    private UnprovenException with(UnprovenException told, SyncException e, Set<TableName> full, List<String> byHand) {
        List<Problem> more = full.isEmpty() ? e.problems() : List.of(notEmptied(e.problem(), full, byHand));
        UnprovenException all = told.with(told.report(), more);
        all.addSuppressed(e);
        return all;
    }

    private Problem notEmptied(Problem why, Set<TableName> full, List<String> byHand) {
        boolean one = full.size() == 1;
        return new Problem(
                "Not emptied: " + full.stream().map(TableName::shown).collect(Collectors.joining(", ")) + " still "
                        + (one ? "holds" : "hold") + " what should have been masked. " + why.what(),
                target.shown(),
                Stream.of(
                                why.remedy(),
                                "Then empty " + (one ? "it" : "them") + ", and end this pull:\n  "
                                        + pull.plan().command() + " -Dsync.restoreIndexes",
                                byHand.isEmpty()
                                        ? ""
                                        : "What it does about " + (one ? "it" : "them") + " is:\n  "
                                                + String.join("\n  ", byHand),
                                "Until then no promotion reads from "
                                        + pull.plan().to())
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.joining("\n")));
    }

    /** In a swap it is the whole new database that goes. */
    private boolean stay() {
        return pull.needs().config().onSurvivor() == ProofConfig.OnSurvivor.KEEP
                || pull.plan().filling().mode() == PullConfig.Mode.SWAP;
    }

    private Set<TableName> loaded() {
        return new TreeSet<>(fit.touched());
    }

    private Set<TableName> concerned(UnprovenException found) {
        Set<TableName> concerned = new TreeSet<>(found.report().concerned());
        if (found.report().incomplete()) {
            concerned.addAll(loaded());
        }
        return concerned;
    }
}
