package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.load.Hindrance;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a plan can know of the load session that its execution would begin, or would find. */
final class SessionOutlook {

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
