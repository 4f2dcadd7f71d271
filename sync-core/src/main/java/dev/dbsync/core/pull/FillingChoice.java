package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.swap.DatabaseSwap;
import dev.dbsync.core.swap.OwnObject;
import dev.dbsync.core.swap.TargetSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which way a target is filled: as configured, else by a swap where that is possible and loses nothing that is the
 * target's own, else in place.
 *
 * @param why why this one, where nobody has configured it
 * @param losses what a swap loses of the target, in words
 * @param notices what is worth knowing
 */
record FillingChoice(Mode mode, String why, List<String> losses, List<String> notices) {

    /** The new database holds indexes, too, and the old one stays until it is renamed. */
    private static final double SPACE = 1.5;

    private static final int SHOWN = 10;

    /**
     * @param configured empty for whichever is best
     * @param source its connection is in a transaction
     * @param asking a connection to the target
     * @param pending reads what the migrations drop that the target has yet to run
     * @throws RefusedException when a swap is configured and not possible
     */
    static FillingChoice of(
            Optional<Mode> configured,
            PlannedSource source,
            Database target,
            Connection asking,
            Supplier<PendingDrops> pending,
            PulledBefore pulledBefore)
            throws SQLException {
        if (configured.isPresent() && configured.get() != Mode.SWAP) {
            return new FillingChoice(configured.get(), "", List.of(), List.of());
        }
        Optional<LoadSession> interrupted = LoadSession.leftAnywhere(asking, target.shown(), LoadInPlace.PATIENCE);
        if (configured.isEmpty() && interrupted.isPresent()) {
            // What is set aside may be the target's own, and only a pull in place, or its end, puts it back.
            return inPlace("an interrupted pull has begun to fill " + target.environment() + " so");
        }
        List<String> against = new ArrayList<>();
        if (!source.history().exists()) {
            against.add("the source has no Flyway history by which a new database could be built");
        }
        against.addAll(DatabaseSwap.hindrances(target, asking, (long) (source.bytes() * SPACE)));
        List<OwnObject> own =
                DatabaseSwap.ownObjects(source.connection(), asking, source.histories(), absent(interrupted, asking));
        List<String> losses = shown(own);
        if (configured.isPresent()) {
            refuse(against, target);
            return swap("", losses, asking, target);
        }
        String to = target.environment();
        if (!against.isEmpty()) {
            return inPlace("a new database cannot take the place of " + to + ": " + against.get(0));
        }
        if (!source.whole()) {
            return inPlace("not all of the source is selected");
        }
        boolean swappedBefore = pulledBefore.bySwap(DatabaseIdentity.of(asking));
        if (swappedBefore || own.isEmpty()) {
            return swap(
                    own.isEmpty() ? to + " holds nothing of its own" : "it was made so before", losses, asking, target);
        }
        PendingDrops dropped = pending.get();
        List<OwnObject> kept =
                own.stream().filter(object -> !dropped.drop(object)).toList();
        return kept.isEmpty()
                ? swap(to + " holds nothing of its own that pending migrations do not drop", losses, asking, target)
                : inPlace(to + " holds objects of its own: " + some(shown(kept)));
    }

    /** What the catalog does not show, and what a swap would lose all the same. */
    private static Map<OwnObject, TableName> absent(Optional<LoadSession> interrupted, Connection asking) {
        Map<OwnObject, TableName> absent = new LinkedHashMap<>();
        interrupted.ifPresent(session -> session.absent(asking)
                .forEach(object -> absent.put(new OwnObject(object.kind(), object.identity()), object.table())));
        return absent;
    }

    private static List<String> shown(List<OwnObject> objects) {
        return objects.stream().map(OwnObject::shown).toList();
    }

    private static FillingChoice swap(String why, List<String> losses, Connection asking, Database target)
            throws SQLException {
        List<String> notices = new ArrayList<>();
        TargetSessions sessions = DatabaseSwap.sessions(asking);
        for (TargetSessions.Group group : sessions.groups()) {
            notices.add("sessions in " + target.environment() + " that will be ended: " + group.shown());
        }
        if (!losses.isEmpty()) {
            notices.add("objects of " + target.environment() + " that will be lost: " + some(losses));
        }
        return new FillingChoice(Mode.SWAP, why, losses, notices);
    }

    private static FillingChoice inPlace(String why) {
        return new FillingChoice(Mode.IN_PLACE, why, List.of(), List.of());
    }

    private static void refuse(List<String> against, Database target) {
        if (!against.isEmpty()) {
            throw new RefusedException(against.stream()
                    .map(why -> new Problem(
                            "A new database cannot take the place of " + target.environment() + ": " + why,
                            target.shown(),
                            "Mend it, or set pull.mode to in-place"))
                    .toList());
        }
    }

    private static String some(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(SHOWN, all.size())))
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
    }
}
