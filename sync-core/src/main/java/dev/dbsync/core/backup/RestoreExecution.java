package dev.dbsync.core.backup;

import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.ConfirmedPlan;
import dev.dbsync.core.run.Outcome;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Restores a backup in one transaction, whichever engine took it: it is there whole, or not at all. */
public final class RestoreExecution {

    private final EventSink events;

    public RestoreExecution(EventSink events) {
        this.events = events;
    }

    /** @throws SyncException when it fails; the target is then as it was */
    public RestoreReport execute(ConfirmedPlan<RestorePlan> confirmed) {
        RestorePlan plan = confirmed.plan();
        try {
            if (plan.dropped().isEmpty()) {
                requireStillEmpty(plan);
            }
            if (plan.stored().manifest().isByPgDump()) {
                new PgDumpRestore(PgClient.installed(), events).restore(plan);
            } else {
                new BuiltInRestore(events).restore(plan);
            }
            return RestoreReport.of(plan, Outcome.RESTORED, List.of());
        } catch (SQLException e) {
            throw SqlProblem.of(e, "The restore failed, and nothing was changed", plan.targetShown(), "");
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "The backup cannot be read, and nothing was changed: " + IoReason.of(e),
                            plan.stored().path().toString(),
                            "Use another backup of the same environment"),
                    e);
        }
    }

    private static void requireStillEmpty(RestorePlan plan) throws SQLException {
        try (Connection connection = plan.database().connectReadOnly("restore")) {
            TargetContents.requireNone(connection, plan.targetShown());
        }
    }
}
