package dev.dbsync.core;

import dev.dbsync.core.backup.BackupsList;
import dev.dbsync.core.backup.BackupsReport;
import dev.dbsync.core.backup.BackupsRequest;
import dev.dbsync.core.backup.RestoreExecution;
import dev.dbsync.core.backup.RestorePlan;
import dev.dbsync.core.backup.RestorePlanner;
import dev.dbsync.core.backup.RestoreReport;
import dev.dbsync.core.backup.RestoreRequest;
import dev.dbsync.core.classify.Classify;
import dev.dbsync.core.classify.ClassifyReport;
import dev.dbsync.core.classify.ClassifyRequest;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.promote.PromoteExecution;
import dev.dbsync.core.promote.PromotePlan;
import dev.dbsync.core.promote.PromotePlanner;
import dev.dbsync.core.promote.PromoteReport;
import dev.dbsync.core.promote.PromoteRequest;
import dev.dbsync.core.pull.MaskingReport;
import dev.dbsync.core.pull.Preview;
import dev.dbsync.core.pull.PreviewRequest;
import dev.dbsync.core.pull.PullExecution;
import dev.dbsync.core.pull.PullPlan;
import dev.dbsync.core.pull.PullPlanner;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullRequest;
import dev.dbsync.core.pull.RawValues;
import dev.dbsync.core.pull.RestoreIndexes;
import dev.dbsync.core.pull.RestoreIndexesPlan;
import dev.dbsync.core.pull.RestoreIndexesReport;
import dev.dbsync.core.pull.RestoreIndexesRequest;
import dev.dbsync.core.report.BackupsJson;
import dev.dbsync.core.report.ClassifyJson;
import dev.dbsync.core.report.PlanDocument;
import dev.dbsync.core.report.PromoteJson;
import dev.dbsync.core.report.PullJson;
import dev.dbsync.core.report.ReportFile;
import dev.dbsync.core.report.RestoreIndexesJson;
import dev.dbsync.core.report.RestoreJson;
import dev.dbsync.core.report.StatusJson;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Journal;
import dev.dbsync.core.run.OrderlyShutdown;
import dev.dbsync.core.run.Plan;
import dev.dbsync.core.run.Report;
import dev.dbsync.core.status.StatusCheck;
import dev.dbsync.core.status.StatusReport;
import dev.dbsync.core.status.StatusRequest;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Sync's goals over one {@code sync.yaml}: the one way in, from Maven and from plain Java.
 *
 * <p>Nothing is connected to before a goal needs it. Embedded servers run from their first use until {@link #close()}.
 * An instance is for one thread.
 */
public final class Sync implements AutoCloseable {

    private static final String STATUS = "status";

    private final SyncConfig config;
    private final Environments environments;
    private final Checkout checkout;
    private final Variables variables;
    private final EventSink events;
    private final ReportFile reports;
    private final OrderlyShutdown shutdown;

    Sync(
            SyncConfig config,
            Environments environments,
            Checkout checkout,
            Variables variables,
            EventSink events,
            ReportFile reports,
            OrderlyShutdown shutdown) {
        this.config = config;
        this.environments = environments;
        this.checkout = checkout;
        this.variables = variables;
        this.events = events;
        this.reports = reports;
        this.shutdown = shutdown;
    }

    /**
     * @param configFile {@code sync.yaml}
     * @param baseDirectory the project's directory, to which relative paths are relative
     */
    public static SyncBuilder builder(Path configFile, Path baseDirectory) {
        return new SyncBuilder(configFile, baseDirectory);
    }

    /** The configuration as read. */
    public SyncConfig config() {
        return config;
    }

    /** Compares the environments of the chain; changes nothing. */
    public StatusReport status(StatusRequest request) {
        reports.prepare(STATUS);
        StatusReport report = new StatusCheck(config, environments, checkout, events).check(request);
        reports.write(STATUS, StatusJson.of(report));
        return report;
    }

    /** Moves migrations and lookup tables one link on. */
    public PromoteReport promote(PromoteRequest request, Confirmation confirmation) {
        PromotePlanner planner = new PromotePlanner(config, environments, checkout, variables, events);
        PromoteExecution execution = new PromoteExecution(config, environments, checkout, planner, events);
        Optional<String> from = environments.chain().predecessor(request.to());
        return run(
                PromoteReport.GOAL,
                request.dryRun(),
                confirmation,
                new GoalRun.Stages<PromotePlan, PromoteReport>(
                        () -> planner.plan(request),
                        PlanDocument::of,
                        execution::execute,
                        (plan, outcome, problems) -> PromoteReport.ended(request, from, plan, outcome, problems),
                        PromoteJson::of));
    }

    /** Copies production's rows down, masked on their way. */
    public PullReport pullProd(PullRequest request, Confirmation confirmation) {
        PullPlanner planner = new PullPlanner(config, environments, variables, checkout, events);
        PullExecution execution = new PullExecution(config, environments, checkout, events);
        reports.deleteMasking();
        PullReport report = run(
                PullReport.GOAL,
                request.dryRun(),
                confirmation,
                new GoalRun.Stages<PullPlan, PullReport>(
                        () -> planner.plan(request),
                        PlanDocument::of,
                        confirmed -> shutdown.interruptible(() -> execution.execute(confirmed)),
                        (plan, outcome, problems) -> PullReport.ended(request, config, plan, outcome, problems),
                        PullJson::of));
        MaskingReport.of(report).ifPresent(this::written);
        return report;
    }

    /** The rows are where they are, whether or not a disk has room for what is said of them. */
    private void written(MaskingReport report) {
        try {
            reports.write(report);
        } catch (UncheckedIOException e) {
            events.warning("The report of the masking could not be written: " + e.getMessage());
        }
    }

    /**
     * Tries the masks on some rows of production; changes nothing, and writes no value of production to any file.
     *
     * @param raw hears the values as they are; empty where nobody has asked for them
     */
    public MaskingReport preview(PreviewRequest request, Optional<RawValues> raw) {
        reports.deleteMasking();
        MaskingReport report = new Preview(config, environments, variables, checkout, events).run(request, raw);
        reports.write(report);
        return report;
    }

    /** Puts back what an interrupted pull has set aside on its target. */
    public RestoreIndexesReport restoreIndexes(RestoreIndexesRequest request, Confirmation confirmation) {
        RestoreIndexes restore = new RestoreIndexes(config, environments, events);
        return run(
                PullReport.GOAL,
                request.dryRun(),
                confirmation,
                new GoalRun.Stages<RestoreIndexesPlan, RestoreIndexesReport>(
                        () -> restore.plan(request),
                        PlanDocument::of,
                        restore::execute,
                        (plan, outcome, problems) ->
                                RestoreIndexesReport.ended(request, config, plan, outcome, problems),
                        RestoreIndexesJson::of));
    }

    /** Proposes rules for columns that have none, and brings the file of rules up to date; only reads the database. */
    public ClassifyReport classify(ClassifyRequest request) {
        reports.prepare(ClassifyReport.GOAL);
        ClassifyReport report = new Classify(config, environments, checkout, events).run(request);
        reports.write(ClassifyReport.GOAL, ClassifyJson.of(report));
        return report;
    }

    /** Lists the backups; asks no database, changes nothing. */
    public BackupsReport backups(BackupsRequest request) {
        reports.delete(BackupsReport.GOAL);
        BackupsReport report = new BackupsList(config, events).list(request);
        reports.write(BackupsReport.GOAL, BackupsJson.of(report));
        return report;
    }

    /** Brings a backup back into an empty database. */
    public RestoreReport restore(RestoreRequest request, Confirmation confirmation) {
        RestorePlanner planner = new RestorePlanner(config, environments, events);
        RestoreExecution execution = new RestoreExecution(events);
        return run(
                RestoreReport.GOAL,
                request.dryRun(),
                confirmation,
                new GoalRun.Stages<RestorePlan, RestoreReport>(
                        () -> planner.plan(request),
                        PlanDocument::of,
                        execution::execute,
                        (plan, outcome, problems) -> RestoreReport.ended(request, plan, outcome, problems),
                        RestoreJson::of));
    }

    private <P extends Plan, R extends Report> R run(
            String goal, boolean dryRun, Confirmation confirmation, GoalRun.Stages<P, R> stages) {
        Webhook webhook = new Webhook(config.notification(), variables, events);
        return new GoalRun(events, reports, new Journal(config.stateDirectory()), webhook)
                .run(goal, dryRun, confirmation, stages);
    }

    /** Stops the embedded servers. */
    @Override
    public void close() {
        try {
            environments.close();
        } finally {
            shutdown.close();
        }
    }
}
