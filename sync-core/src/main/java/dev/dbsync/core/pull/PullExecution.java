package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Rehearsal;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.run.ConfirmedPlan;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.Step;
import dev.dbsync.core.snapshot.HeldSnapshot;
import dev.dbsync.core.snapshot.SourceSnapshot;
import dev.dbsync.core.snapshot.StandbySource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Carries a confirmed plan out: snapshot → migrations → checks → one transaction that empties, fills and verifies →
 * commit → statistics.
 */
public final class PullExecution {

    private final SyncConfig config;
    private final Environments environments;
    private final Checkout checkout;
    private final EventSink events;
    private final Duration longHeld;

    public PullExecution(SyncConfig config, Environments environments, Checkout checkout, EventSink events) {
        this(config, environments, checkout, events, HeldSnapshot.LONG);
    }

    /** @param longHeld after what time it is said for the first time that the source's snapshot is still held */
    PullExecution(
            SyncConfig config, Environments environments, Checkout checkout, EventSink events, Duration longHeld) {
        this.config = config;
        this.environments = environments;
        this.checkout = checkout;
        this.events = events;
        this.longHeld = longHeld;
    }

    /** Never throws for what a user can mend: that is in the report. */
    public PullReport execute(ConfirmedPlan<PullPlan> confirmed) {
        return new Run(confirmed.plan()).run();
    }

    /** A pull under way. */
    private final class Run {

        private final PullPlan plan;
        private final Database source;
        private final Database target;
        private final TargetSchema schema;
        private Optional<Duration> held = Optional.empty();
        private Optional<ProofReport> proof = Optional.empty();
        private boolean earlierInPart;

        Run(PullPlan plan) {
            this.plan = plan;
            this.source = environments.database(plan.from(), "pull.from");
            this.target = environments.database(plan.to(), "-Dto or pull.to");
            this.schema = new TargetSchema(plan, checkout, config.promote().lockTimeout(), events);
        }

        PullReport run() {
            try {
                TargetLoad.Result result = pulled();
                return rehearsed(result);
            } catch (UnprovenException e) {
                proof = Optional.of(e.report());
                return failed(Outcome.FAILED, e);
            } catch (RefusedException e) {
                // Once migrations have run, "nothing was changed" would be a lie.
                return failed(schema.migrated().isEmpty() ? Outcome.REFUSED : Outcome.FAILED, e);
            } catch (SyncException e) {
                return failed(Outcome.FAILED, e);
            } catch (SQLException e) {
                String remedy = SqlProblem.isLockTimeout(e)
                        ? "Somebody has a table, sequence or view in use: end the application or session that does"
                        : "";
                return failed(
                        Outcome.FAILED,
                        SqlProblem.of(e, "The pull failed", source.shown() + "\n" + target.shown(), remedy));
            }
        }

        private TargetLoad.Result pulled() throws SQLException {
            Step hold = new Step("Hold a snapshot of " + plan.from());
            List<TableName> tables =
                    plan.tables().stream().map(PlannedTable::table).toList();
            SourceSnapshot taken = hold.run(
                    events,
                    () -> SourceSnapshot.take(source, tables, config.pull().statementTimeout()),
                    snapshot -> "of " + snapshot.taken());
            long since = System.nanoTime();
            try {
                return pulled(taken);
            } finally {
                held = Optional.of(Duration.ofNanos(System.nanoTime() - since));
            }
        }

        private TargetLoad.Result pulled(SourceSnapshot taken) throws SQLException {
            try (SourceSnapshot snapshot = taken;
                    Connection reading = snapshot.connect("pull-prod");
                    HeldSnapshot watch = new HeldSnapshot(plan.from(), StandbySource.of(reading), longHeld, events)) {
                CatalogView sourceView = CatalogView.read(reading);
                refuseIfStale(sourceView);
                guard(reading);
                ProofNeeds needs = ProofNeeds.of(
                        config,
                        sourceView.catalog(),
                        plan.filling().recordSchema(),
                        plan.filling().histories());
                Pull pull = new Pull(
                        plan,
                        config.pull(),
                        source,
                        snapshot,
                        reading,
                        sourceView,
                        needs,
                        SourceLimits.flow(config.pull()),
                        events);
                PulledBefore pulledBefore = new PulledBefore(config.stateDirectory());
                return plan.filling().mode() == Mode.SWAP
                        ? new LoadBySwap(pull, target, schema, pulledBefore).run()
                        : new LoadTables(pull, target, schema, pulledBefore).run();
            }
        }

        /** The masks were made for the columns of the plan: for any others they prove nothing. */
        private void refuseIfStale(CatalogView sourceView) {
            for (PlannedTable table : plan.tables()) {
                List<String> planned = table.columns().stream()
                        .map(column -> column.name() + " " + column.type())
                        .toList();
                if (!PlannedTables.columns(sourceView, table.table()).equals(Optional.of(planned))) {
                    throw new RefusedException(new Problem(
                            "The table " + table.table().shown() + " has changed since the plan was made",
                            source.shown(),
                            "Plan again: run the same command"));
                }
            }
        }

        /** Once more, right before the first change: what a name leads to may have changed while somebody confirmed. */
        private void guard(Connection reading) throws SQLException {
            try (Connection asking = target.connect("pull-prod")) {
                PullGuards.connected(source, reading, target, asking);
                new ProtectedDatabases(config, environments)
                        .refuse(target, Set.of(source.environment(), target.environment()), asking);
            }
        }

        /** The rows are in place, whatever becomes of the scripts. */
        private PullReport rehearsed(TargetLoad.Result result) {
            Optional<PullVerification> verification = result.verification();
            proof = result.proof();
            earlierInPart = result.earlierInPart();
            if (!plan.request().migrate()) {
                return report(Outcome.PULLED, result.tables(), verification, Optional.empty(), List.of());
            }
            List<Rehearsal.Timed> ran = new ArrayList<>();
            try {
                new Rehearsal(target, checkout.of(target), config.promote().lockTimeout(), events).run(ran::add);
                RehearsalReport rehearsal = new RehearsalReport(ran, true);
                return report(Outcome.PULLED, result.tables(), verification, Optional.of(rehearsal), List.of());
            } catch (SyncException e) {
                List<Problem> problems = new ArrayList<>(e.problems());
                problems.add(new Problem(
                        "The rows are pulled, but the checkout's migrations do not all run on them",
                        target.shown(),
                        "What ran before stays. Mend the script; Flyway, or the same command, runs what is left"));
                RehearsalReport rehearsal = new RehearsalReport(ran, false);
                return report(Outcome.FAILED, result.tables(), verification, Optional.of(rehearsal), problems);
            }
        }

        private PullReport failed(Outcome outcome, SyncException e) {
            List<Problem> problems = new LimitRemedies(config.pull()).of(e.problems());
            if (plan.filling().mode() != Mode.SWAP && !schema.migrated().isEmpty()) {
                int missing = plan.migrations().size() - schema.migrated().size();
                events.notice((missing == 0
                                ? "The migrations stay"
                                : schema.migrated().size() + " migrations stay")
                        + " in " + plan.to()
                        + (missing == 0 ? "" : "; the next pull goes on with the other " + missing)
                        + (plan.filling().mode() == Mode.TRANSACTION ? "; none of its rows was replaced" : ""));
            }
            return report(outcome, List.of(), Optional.empty(), Optional.empty(), problems);
        }

        private PullReport report(
                Outcome outcome,
                List<TableReport> tables,
                Optional<PullVerification> verification,
                Optional<RehearsalReport> rehearsal,
                List<Problem> problems) {
            return new PullReport(
                    Optional.of(plan.from()),
                    plan.to(),
                    Optional.of(plan),
                    outcome,
                    tables,
                    schema.migrated(),
                    verification,
                    proof,
                    earlierInPart,
                    rehearsal,
                    held,
                    problems);
        }
    }
}
