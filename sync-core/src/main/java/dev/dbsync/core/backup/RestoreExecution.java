package dev.dbsync.core.backup;

import dev.dbsync.core.database.PromoteLock;
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
import java.util.Optional;

/** Restores a backup in one transaction, whichever engine took it: it is there whole, or not at all. */
public final class RestoreExecution {

    private final EventSink events;

    public RestoreExecution(EventSink events) {
        this.events = events;
    }

    /**
     * @return a report with the outcome RESTORED, or UNKNOWN where the reply to COMMIT was lost and the server could
     *     not be asked
     * @throws dev.dbsync.core.problem.RefusedException when a promotion to the target, or another restore, is running
     * @throws SyncException when it fails; the target is then as it was, unless its words say otherwise
     */
    public RestoreReport execute(ConfirmedPlan<RestorePlan> confirmed) {
        RestorePlan plan = confirmed.plan();
        // What is dropped and made here must not be what a promotion is changing.
        try (PromoteLock lock = PromoteLock.take(plan.database(), events)) {
            if (plan.dropped().isEmpty()) {
                requireStillEmpty(plan);
            }
            Optional<Problem> unknown = restored(plan);
            return RestoreReport.of(
                    plan,
                    unknown.isEmpty() ? Outcome.RESTORED : Outcome.UNKNOWN,
                    unknown.map(List::of).orElseGet(List::of));
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

    /** @return what became of it where nobody knows; else empty */
    private Optional<Problem> restored(RestorePlan plan) throws SQLException, IOException {
        if (plan.stored().manifest().isByPgDump()) {
            new PgDumpRestore(PgClient.installed(), events).restore(plan);
            return Optional.empty();
        }
        return new BuiltInRestore(events).restore(plan);
    }

    private static void requireStillEmpty(RestorePlan plan) throws SQLException {
        try (Connection connection = plan.database().connectReadOnly("restore")) {
            TargetContents.requireNone(connection, plan.targetShown());
        }
    }
}
