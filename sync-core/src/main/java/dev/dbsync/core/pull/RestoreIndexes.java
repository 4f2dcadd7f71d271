package dev.dbsync.core.pull;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.load.Restored;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.ConfirmedPlan;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.PlanId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts back what an interrupted pull has set aside on its target, and connects to nothing else: production need not be
 * there for it. A lock that somebody else holds is tried for a while, and never waited for without an end.
 */
public final class RestoreIndexes {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SyncConfig config;
    private final Environments environments;
    private final EventSink events;

    public RestoreIndexes(SyncConfig config, Environments environments, EventSink events) {
        this.config = config;
        this.environments = environments;
        this.events = events;
    }

    /**
     * Says what is left; changes nothing.
     *
     * @throws RefusedException when the target is protected, or a pull into it is under way
     * @throws SyncException when it cannot be reached or read
     */
    public RestoreIndexesPlan plan(RestoreIndexesRequest request) {
        String to = PullPlanner.target(new PullRequest(request.to(), Optional.empty(), Optional.empty(), true), config);
        Database target = target(to);
        try (Connection connection = target.connect("pull-prod restore")) {
            guard(target, connection);
            Optional<LoadSession> left = LoadSession.leftAnywhere(connection, target.shown(), PATIENCE);
            if (left.isPresent()) {
                refuseWhileAlive(connection, target);
            }
            List<String> aside = left.map(session -> session.aside(connection)).orElse(List.of());
            Optional<Instant> begun = left.map(LoadSession::begun);
            PlanId.Builder id = PlanId.of(PullReport.GOAL + " -Dsync.restoreIndexes")
                    .part("target", DatabaseIdentity.of(connection).key())
                    .part("begun", begun.map(Instant::toString).orElse(""));
            aside.forEach(each -> id.part("aside", each));
            List<TableName> condemned = left.map(session -> List.copyOf(session.condemned(connection)))
                    .orElse(List.of());
            condemned.forEach(each -> id.part("condemned", each.toString()));
            return new RestoreIndexesPlan(to, target.shown(), id.build(), begun, aside, condemned, config.option());
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot see what a pull has left", target.shown(), "");
        }
    }

    /** Never throws for what a user can mend: that is in the report. */
    public RestoreIndexesReport execute(ConfirmedPlan<RestoreIndexesPlan> confirmed) {
        RestoreIndexesPlan plan = confirmed.plan();
        try {
            return report(plan, Outcome.RESTORED, Optional.of(restored(target(plan.to()))), List.of());
        } catch (RefusedException e) {
            return report(plan, Outcome.REFUSED, Optional.empty(), e.problems());
        } catch (SyncException e) {
            return report(plan, Outcome.FAILED, Optional.empty(), e.problems());
        }
    }

    private static RestoreIndexesReport report(
            RestoreIndexesPlan plan, Outcome outcome, Optional<Restored> restored, List<Problem> problems) {
        return new RestoreIndexesReport(plan.to(), Optional.of(plan), outcome, restored, problems);
    }

    private Restored restored(Database target) {
        try (Connection connection = target.connect("pull-prod restore")) {
            LoadSettings.apply(connection);
            LoadSettings.durable(connection);
            guard(target, connection);
            LoadSession session = LoadSession.leftAnywhere(connection, target.shown(), PATIENCE)
                    .orElseThrow(() -> new RefusedException(new Problem(
                            "Somebody else has put it back meanwhile", target.shown(), "Nothing needs to be done")));
            session.hold(connection);
            return session.putBackAll(connection, events);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot put back what a pull has set aside", target.shown(), "");
        }
    }

    private Database target(String to) {
        PullGuards.beforeConnecting(config, config.pull().from(), to);
        Database target = environments.database(to, "-Dto or pull.to");
        new ProtectedDatabases(config, environments).refuseByAddress(target);
        return target;
    }

    private static void guard(Database target, Connection connection) throws SQLException {
        if (DatabaseIdentity.of(connection).inRecovery()) {
            throw new RefusedException(new Problem(
                    "'" + target.environment() + "' is a standby and cannot be written",
                    target.shown(),
                    "Name its primary"));
        }
    }

    private static void refuseWhileAlive(Connection connection, Database target) {
        // Whatever the schema: the lock is the database's.
        if (LoadSession.isAlive(connection, new LoadTarget(target.shown(), "", PATIENCE))) {
            throw new RefusedException(new Problem(
                    "A pull into '" + target.environment() + "' is under way",
                    target.shown(),
                    "Wait for it to end. Its sessions are named 'sync …' in pg_stat_activity."));
        }
    }
}
