package dev.dbsync.core.pull;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.copy.SessionSettings;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes the plan of a pull. It reads both sides and changes neither: masked samples are tried on the target in
 * temporary tables of a transaction that is rolled back.
 */
public final class PullPlanner {

    private final SyncConfig config;
    private final Environments environments;
    private final Variables variables;
    private final Checkout checkout;
    private final EventSink events;

    public PullPlanner(
            SyncConfig config, Environments environments, Variables variables, Checkout checkout, EventSink events) {
        this.config = config;
        this.environments = environments;
        this.variables = variables;
        this.checkout = checkout;
        this.events = events;
    }

    /**
     * The target that a request means.
     *
     * @throws SyncException when neither the request nor the configuration names one
     */
    public static String target(PullRequest request, SyncConfig config) {
        return request.to()
                .or(() -> config.pull().to())
                .orElseThrow(() -> new SyncException(new Problem(
                        "No target is named",
                        config.file().toString(),
                        "Name it with -Dto=…, or set pull.to. Environments: "
                                + String.join(", ", config.environments().keySet()))));
    }

    /**
     * @throws RefusedException when something speaks against the pull: each problem found
     * @throws SyncException when a side cannot be reached or read
     */
    public PullPlan plan(PullRequest request) {
        String from = config.pull().from();
        String to = target(request, config);
        PullGuards.beforeConnecting(config, from, to);
        Database source = environments.database(from, "pull.from");
        Database target = environments.database(to, "-Dto or pull.to");
        Step step = new Step("Plan the pull from " + from + " to " + to);
        return step.run(
                events,
                () -> new LimitRemedies(config.pull()).during(() -> plan(request, source, target)),
                plan -> plan.tables().size() + " tables, plan " + plan.id());
    }

    private PullPlan plan(PullRequest request, Database source, Database target) {
        try (Connection sourceConnection = source.connectReadOnly("pull-prod plan");
                Connection targetConnection = target.connect("pull-prod plan")) {
            targetConnection.setAutoCommit(false);
            SessionSettings.apply(sourceConnection);
            SourceLimits.time(config.pull(), sourceConnection);
            SessionSettings.apply(targetConnection);
            PullGuards.connected(source, sourceConnection, target, targetConnection);
            Migrations migrations = checkout.of(target);
            PlannedSource planned = PlannedSource.read(
                    source, sourceConnection, checkout.of(source), migrations, request, config.pull(), events);
            PullPlan plan = new PullPlanning(
                            config,
                            environments,
                            variables,
                            events,
                            request,
                            planned,
                            target,
                            targetConnection,
                            migrations)
                    .plan();
            targetConnection.rollback();
            return plan;
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot plan the pull", source.shown() + "\n" + target.shown(), "");
        }
    }
}
