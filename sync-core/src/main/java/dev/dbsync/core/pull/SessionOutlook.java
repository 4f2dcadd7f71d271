package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Hindrance;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.swap.DatabaseSwap;
import dev.dbsync.core.swap.Leftovers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a plan can know of the load session that its execution would begin, or would find. */
final class SessionOutlook {

    private static final int SHOWN = 20;

    private SessionOutlook() {}

    /**
     * One transaction leaves the schema as it found it: one that lacks indexes and keys would stay so.
     *
     * @throws RefusedException where an interrupted pull has left something that this one would not end
     */
    static void left(Mode mode, Connection asking, String shown, String to, String configOption) {
        if (mode == Mode.TRANSACTION
                && LoadSession.leftAnywhere(asking, shown, LoadInPlace.PATIENCE).isPresent()) {
            throw new RefusedException(new Problem(
                    "A pull into '" + to + "' did not come to its end: indexes, keys and triggers are not back",
                    shown,
                    "Put them back first: mvn sync:pull-prod -Dto=" + to + " -Dsync.restoreIndexes" + configOption
                            + "\nor continue that pull with the pull.mode that it had and -Dsync.resume"));
        }
    }

    /**
     * Migrations may need what is set aside, such as the primary key that a new foreign key is to reference.
     *
     * @param scripts that the target is to run first
     * @throws RefusedException where an interrupted pull has left something that they would not find
     */
    static void unmigrated(
            Mode mode, List<String> scripts, Connection asking, Database target, String from, String configOption) {
        if (mode == Mode.IN_PLACE
                && !scripts.isEmpty()
                && LoadSession.leftAnywhere(asking, target.shown(), LoadInPlace.PATIENCE)
                        .isPresent()) {
            throw new RefusedException(new Problem(
                    "A pull into '" + target.environment() + "' did not come to its end, and " + from
                            + " has run migrations since, which may need the indexes and keys that are set aside: "
                            + String.join(", ", scripts),
                    target.shown(),
                    "Put these back first, and pull anew: mvn sync:pull-prod -Dto=" + target.environment()
                            + " -Dsync.restoreIndexes" + configOption));
        }
    }

    /**
     * What of an interrupted pull is complete, and what is left to do; nothing where the execution will find nothing.
     *
     * @param planned tables of the pull that resumes it
     * @throws RefusedException where its proof has found what should have been masked
     */
    static List<String> resumed(
            Mode mode, List<PlannedTable> planned, Connection asking, Database target, String configOption)
            throws SQLException {
        if (mode == Mode.IN_PLACE) {
            LoadSession.leftAnywhere(asking, target.shown(), LoadInPlace.PATIENCE)
                    .ifPresent(left -> ResumedLoad.refuseCondemned(
                            left, asking, target.shown(), target.environment(), configOption));
            return progress(asking, target, planned);
        }
        if (mode != Mode.SWAP) {
            return List.of();
        }
        Leftovers beside = DatabaseSwap.leftovers(asking);
        if (beside.filledBy().isPresent()) {
            return List.of("the new database is filled and checked since the pull that is resumed: nothing is copied"
                    + " again, it takes its place");
        }
        if (beside.unfinished().isEmpty()) {
            return List.of();
        }
        Database fresh = target.inDatabase(beside.unfinished().get());
        try (Connection there = fresh.connectReadOnly("pull-prod plan")) {
            return progress(there, fresh, planned);
        }
    }

    private static List<String> progress(Connection asking, Database database, List<PlannedTable> planned) {
        Optional<LoadSession> left = LoadSession.leftAnywhere(asking, database.shown(), LoadInPlace.PATIENCE);
        if (left.isEmpty()) {
            return List.of();
        }
        Set<TableName> whole = ResumedLoad.whole(left.get().parts(asking));
        List<String> copied = new ArrayList<>();
        List<String> open = new ArrayList<>();
        planned.forEach(table -> (whole.contains(table.table()) ? copied : open)
                .add(table.table().shown()));
        return List.of(
                "complete since the pull that is resumed, and not copied again unless a foreign key asks for it: "
                        + some(copied),
                "still to be copied: " + some(open));
    }

    private static String some(List<String> tables) {
        int shown = Math.min(SHOWN, tables.size());
        return tables.isEmpty()
                ? "none"
                : tables.size()
                        + (tables.size() == 1 ? " table: " : " tables: ")
                        + String.join(", ", tables.subList(0, shown))
                        + (tables.size() > shown ? " and " + (tables.size() - shown) + " more" : "");
    }

    /**
     * What of the target cannot be set aside.
     *
     * @param fit empty where the tables are not there yet: the execution asks again
     * @return notices of what stays in place
     * @throws RefusedException where that makes it impossible to fill the tables
     */
    static List<String> hindrances(Mode mode, Optional<TargetFit> fit, Connection asking, LoadTarget target) {
        if (mode != Mode.IN_PLACE || fit.isEmpty()) {
            return List.of();
        }
        List<Problem> stops = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        for (Hindrance hindrance :
                LoadSession.hindrances(asking, target, fit.get().touched(), LoadSchedule.bare(fit.get()))) {
            if (hindrance.stops()) {
                stops.add(hindrance.problem());
            } else {
                notices.add(hindrance.problem().what());
            }
        }
        if (!stops.isEmpty()) {
            throw new RefusedException(stops);
        }
        return notices;
    }
}
