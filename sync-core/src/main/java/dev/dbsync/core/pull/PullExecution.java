package dev.dbsync.core.pull;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.ConfirmedPlan;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.run.Step;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Carries a confirmed plan out: snapshot → migrations → checks → one transaction that empties, fills and verifies →
 * commit → statistics.
 */
public final class PullExecution {

    private final SyncConfig config;
    private final Environments environments;
    private final Checkout checkout;
    private final EventSink events;

    public PullExecution(SyncConfig config, Environments environments, Checkout checkout, EventSink events) {
        this.config = config;
        this.environments = environments;
        this.checkout = checkout;
        this.events = events;
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
        private List<String> migrated = List.of();

        Run(PullPlan plan) {
            this.plan = plan;
            this.source = environments.database(plan.from(), "pull.from");
            this.target = environments.database(plan.to(), "-Dto or pull.to");
        }

        PullReport run() {
            try {
                TargetLoad.Result result = pulled();
                return report(Outcome.PULLED, result.tables(), Optional.of(result.verification()), List.of());
            } catch (RefusedException e) {
                // Once migrations have run, "nothing was changed" would be a lie.
                return failed(migrated.isEmpty() ? Outcome.REFUSED : Outcome.FAILED, e);
            } catch (SyncException e) {
                return failed(Outcome.FAILED, e);
            } catch (SQLException e) {
                String remedy = SqlProblem.state(e).equals("55P03")
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
            try (SourceSnapshot snapshot = hold.run(
                            events, () -> SourceSnapshot.take(source, tables), taken -> "of " + taken.taken());
                    Connection reading = snapshot.connect("pull-prod")) {
                CatalogView sourceView = CatalogView.read(reading);
                refuseIfStale(sourceView);
                guard(reading);
                migrate();
                return load(snapshot, reading, sourceView);
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
                PullGuards.notProtected(config, environments, source, target, asking);
            }
        }

        private void migrate() throws SQLException {
            if (plan.migrations().isEmpty()) {
                return;
            }
            Step step = new Step("Bring " + plan.to() + " to the schema of " + plan.from());
            migrated = step.run(
                    events,
                    this::migrations,
                    scripts -> scripts.size() + (scripts.size() == 1 ? " migration" : " migrations"));
            if (plan.emptyTarget()) {
                remember();
            }
        }

        private List<String> migrations() throws SQLException {
            try (OneTransaction transaction = OneTransaction.open(target, "pull-prod migrations")) {
                List<String> scripts =
                        checkout.of(target).migrate(transaction, new LinkedHashSet<>(plan.migrations()), events);
                transaction.commit();
                return scripts;
            }
        }

        private TargetLoad.Result load(SourceSnapshot snapshot, Connection reading, CatalogView sourceView)
                throws SQLException {
            try (Connection writing = target.connect("pull-prod")) {
                writing.setAutoCommit(false);
                SessionSettings.apply(writing);
                // This very connection: with several hosts in its URL, each may lead elsewhere.
                PullGuards.connected(source, reading, target, writing);
                TableCopy.Side from = new TableCopy.Side(source.shown(), reading);
                TableCopy.Side into = new TableCopy.Side(target.shown(), writing);
                CatalogView targetView = CatalogView.read(writing);
                TargetFit fit = checked(sourceView, targetView, from, into);
                SequencePositions sequences =
                        SequencePositions.read(reading, sourceView.catalog(), selectedWithParents(sourceView));
                MaskedColumns masks = new MaskedColumns(plan.masking());
                TargetLoad load = new TargetLoad(fit, targetView, sequences, masks, from, into, events, plan.to());

                Step step =
                        new Step("Copy " + plan.tables().size() + " tables from " + plan.from() + " to " + plan.to());
                TargetLoad.Result result = step.run(
                        events,
                        () -> load.run(snapshot.taken()),
                        done -> done.verification().rows() + " rows");
                commit(writing);
                remember();
                analyze(writing, fit);
                return result;
            }
        }

        private TargetFit checked(
                CatalogView sourceView, CatalogView targetView, TableCopy.Side from, TableCopy.Side into)
                throws SQLException {
            // Otherwise the plan tried the sample already.
            return migrated.isEmpty()
                    ? TargetChecks.fit(plan.tables(), sourceView, targetView, into, plan.to())
                    : TargetChecks.run(plan.tables(), sourceView, targetView, plan.masking(), from, into, plan.to());
        }

        private Set<TableName> selectedWithParents(CatalogView sourceView) {
            Set<TableName> names = new TreeSet<>();
            for (PlannedTable table : plan.tables()) {
                sourceView
                        .catalog()
                        .table(table.table())
                        .ifPresent(found ->
                                sourceView.partitions().upwards(found).forEach(each -> names.add(each.name())));
            }
            return names;
        }

        private void commit(Connection writing) throws SQLException {
            try {
                writing.commit();
            } catch (SQLException e) {
                if (SqlProblem.state(e).startsWith("08")) {
                    throw SqlProblem.of(
                            e,
                            "The reply to COMMIT was lost: " + plan.to()
                                    + " holds either all the new rows or what it held before",
                            target.shown(),
                            "Run the pull again");
                }
                throw e;
            }
        }

        private void remember() {
            try (Connection connection = target.connect("pull-prod")) {
                new PulledBefore(config.stateDirectory()).add(DatabaseIdentity.of(connection));
            } catch (SQLException e) {
                // The pull itself is done; the next one merely asks once more.
                events.warning("Could not note that " + plan.to() + " was filled by a pull: " + SqlProblem.reason(e));
            } catch (UncheckedIOException e) {
                events.warning("Could not note that " + plan.to() + " was filled by a pull: " + e.getMessage());
            }
        }

        /** After the commit, so that nobody waits for it; without it the planner knows nothing of the new rows. */
        private void analyze(Connection writing, TargetFit fit) {
            Set<TableName> tables = new TreeSet<>();
            fit.loads().forEach(load -> tables.add(load.into()));
            try {
                writing.setAutoCommit(true);
                try (Statement statement = writing.createStatement()) {
                    for (TableName table : tables) {
                        statement.execute("ANALYZE " + table.sql());
                    }
                }
            } catch (SQLException e) {
                events.warning("The rows are in place, but ANALYZE failed: " + SqlProblem.reason(e));
            }
        }

        private PullReport failed(Outcome outcome, SyncException e) {
            List<Problem> problems = new ArrayList<>(e.problems());
            if (!migrated.isEmpty()) {
                events.notice("The migrations stay in " + plan.to() + "; none of its rows was replaced");
            }
            return report(outcome, List.of(), Optional.empty(), problems);
        }

        private PullReport report(
                Outcome outcome,
                List<TableReport> tables,
                Optional<PullVerification> verification,
                List<Problem> problems) {
            return new PullReport(
                    Optional.of(plan.from()),
                    plan.to(),
                    Optional.of(plan),
                    outcome,
                    tables,
                    migrated,
                    verification,
                    problems);
        }
    }
}
