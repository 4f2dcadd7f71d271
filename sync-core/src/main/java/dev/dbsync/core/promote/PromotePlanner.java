package dev.dbsync.core.promote;

import dev.dbsync.core.backup.Backup;
import dev.dbsync.core.backup.BackupContent;
import dev.dbsync.core.backup.BackupSpace;
import dev.dbsync.core.config.PromoteConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.lookup.LookupChanges;
import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OwnTables;
import dev.dbsync.core.migration.Segment;
import dev.dbsync.core.migration.SqlFile;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.PlanParts;
import dev.dbsync.core.run.Step;
import dev.dbsync.core.script.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the plan of a promotion, reading only. The same code plans for the dry run, again under Sync's lock, and once
 * more inside the transaction: equal ids mean that nothing has changed in between.
 */
public final class PromotePlanner {

    private final SyncConfig config;
    private final Environments environments;
    private final Checkout checkout;
    private final Variables variables;
    private final EventSink events;

    public PromotePlanner(
            SyncConfig config, Environments environments, Checkout checkout, Variables variables, EventSink events) {
        this.config = config;
        this.environments = environments;
        this.checkout = checkout;
        this.variables = variables;
        this.events = events;
    }

    /**
     * @throws RefusedException when there is no way from the one state to the other, with every reason
     * @throws dev.dbsync.core.problem.SyncException when a side cannot be reached or read
     */
    public PromotePlan plan(PromoteRequest request) {
        JournalTable.refuseAsLookup(config.lookups());
        Script.prepare();
        PromoteRoute route = PromoteRoute.to(request.to(), config, environments);
        Step step =
                new Step("Compare " + route.fromName() + " and " + route.to().environment());
        return step.run(events, () -> plan(request, route), plan -> "plan " + plan.id());
    }

    private PromotePlan plan(PromoteRequest request, PromoteRoute route) {
        try (PromoteSource source = PromoteSource.open(route);
                Connection target = route.to().connectReadOnly("promote plan")) {
            source.prepare(checkout);
            Migrations migrations = checkout.of(route.to(), target);
            Catalog catalog = Catalog.read(target);
            LookupChanges changes = new LookupChanges(request.showValues());
            PromotePlan plan = plan(route, source, target, migrations, catalog, Optional.of(changes));
            return plan.hasWork() ? judged(plan, request, target, migrations, catalog) : plan;
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot plan the promotion", route.shown(), "");
        }
    }

    /** Where the backup goes is up to the machine that asks: it is checked and shown, but no part of the id. */
    private BackupSpace backup(PromotePlan plan, Connection target, BackupContent content, Catalog catalog)
            throws SQLException {
        BackupSpace space = Backup.space(target, config.backup(), content, catalog);
        ChosenBackup.refusal(
                        config.backup(),
                        space,
                        plan.target(),
                        plan.isProtected(),
                        variables.isBuildServer(),
                        config.file().getFileName().toString())
                .or(space::refusal)
                .ifPresent(problem -> refuse(List.of(problem)));
        return space;
    }

    /** What the scripts destroy follows from them, so it is told and asked for, but no part of the id. */
    private PromotePlan judged(
            PromotePlan plan, PromoteRequest request, Connection target, Migrations migrations, Catalog catalog)
            throws SQLException {
        List<Script> scripts = PlannedSql.of(plan, new PromoteHooks(config, plan.interrupted()), migrations);
        TouchedRows.Chosen rows =
                TouchedRows.of(config, plan, scripts, migrations).chosen(target, catalog);
        BackupSpace space = backup(plan, target, rows.content(), catalog);
        List<DestructiveChange> changes =
                DestructiveChanges.of(plan, scripts, catalog, target, migrations.defaultSchema());
        DestructiveAllowance allowance = new DestructiveAllowance(request.allowDestructive());
        List<DestructiveChange> open = plan.isProtected() ? allowance.open(changes) : List.of();
        if (!request.dryRun() && !open.isEmpty()) {
            refuse(List.of(allowance.refusal(plan.target(), open)));
        }
        String options = (request.showValues() ? " -Dsync.showValues" : "")
                + (plan.isProtected() ? allowance.option(changes) : "");
        PlannedLocks locks = LockEstimate.of(
                target,
                catalog,
                migrations.defaultSchema(),
                PlannedSql.byTransaction(plan, scripts),
                plan.lookups().stream().map(LookupDiff::table).toList());
        return plan.with(changes, locks, options, space, rows.notices());
    }

    /**
     * Plans within sessions that the caller holds: what they see is what is planned.
     *
     * @param migrations the checkout as the target would run it; the content of its files is read again
     * @param catalog of the target, as of now
     */
    PromotePlan plan(
            PromoteRoute route, PromoteSource source, Connection target, Migrations migrations, Catalog catalog)
            throws SQLException {
        return plan(route, source, target, migrations, catalog, Optional.empty());
    }

    private PromotePlan plan(
            PromoteRoute route,
            PromoteSource source,
            Connection target,
            Migrations migrations,
            Catalog catalog,
            Optional<LookupChanges> changes)
            throws SQLException {
        History history = migrations.history(target);
        Optional<PromoteSource.Applied> applied = source.applied(checkout);
        refuseSameHistory(route, source, target, applied, migrations);
        refuseHalfPulled(route, source, target);
        refuseMissingHistory(route, applied, migrations, history, catalog);
        HistoryComparison comparison = applied.isPresent()
                ? migrations.compare(
                        history, applied.get().migrations(), applied.get().history())
                : migrations.compareToCheckout(history);
        refuse(comparison.divergences().stream()
                .map(divergence -> problem(route, divergence))
                .toList());
        migrations.verifyRunnable(comparison.scripts());
        PlannedLookups lookups = source.connection().isPresent()
                ? PlannedLookups.of(
                        config,
                        route,
                        source,
                        target,
                        catalog,
                        migrations.defaultSchema(),
                        !comparison.pending().isEmpty(),
                        changes)
                : PlannedLookups.none();
        List<String> notices = new ArrayList<>(comparison.notices());
        notices.addAll(lookups.notices());
        if (config.promote().journalTable()) {
            notices.add("the promotion leaves a row in " + migrations.defaultSchema() + "." + OwnTables.JOURNAL
                    + " (promote.journalTable)");
        }
        Optional<Interruption> interrupted = migrations.progress().read(target);
        PromoteHooks hooks = new PromoteHooks(config, interrupted);
        hooks.verifyRunnable(migrations.sqlFiles(), target);
        List<Segment> segments = migrations.segments(
                comparison.pending(),
                catalog,
                config.promote().transaction() == PromoteConfig.Transaction.EACH,
                target.getMetaData().getDatabaseMajorVersion(),
                lookups.types(),
                migrations.around(
                        hooks.before(), hooks.after(), !comparison.pending().isEmpty() || interrupted.isPresent()));
        notices.addAll(Resumption.notices(interrupted, migrations, comparison));
        notices.addAll(Resumption.notices(interrupted, config.promote()));
        if (applied.isPresent()) {
            notices.addAll(Resumption.notices(source, applied.get()));
        }
        PlanParts parts = new PromoteFingerprint(config, route)
                .of(source, target, history, applied, migrations, comparison, segments, interrupted, lookups.diffs());
        return new PromotePlan(
                route.from().map(Database::environment),
                route.to().environment(),
                route.to().url().shown(),
                route.to().isProtected(),
                parts,
                history.version(),
                versionAfter(history, comparison),
                segments,
                interrupted,
                lookups.diffs(),
                lookups.rows(),
                hooks.before().stream().map(SqlFile::name).toList(),
                config.promote().after(),
                config.backup().scope(),
                List.copyOf(notices),
                List.of(),
                Optional.empty(),
                config.option(),
                "",
                Optional.empty());
    }

    /** Two names for one database would always agree with each other, and a promotion report that it is done. */
    private static void refuseSameHistory(
            PromoteRoute route,
            PromoteSource source,
            Connection target,
            Optional<PromoteSource.Applied> applied,
            Migrations migrations)
            throws SQLException {
        if (applied.isPresent()
                && applied.get().migrations().historyTable().equals(migrations.historyTable())
                && DatabaseIdentity.same(source.connection().orElseThrow(), target)) {
            String to = route.to().environment();
            refuse(List.of(new Problem(
                    route.fromName() + " and " + to + " are one and the same database",
                    route.to().shown(),
                    "Correct environments." + route.fromName() + ".url or environments." + to + ".url")));
        }
    }

    /** Its schema lacks what a pull has set aside, and its lookup tables may be empty or half full. */
    private static void refuseHalfPulled(PromoteRoute route, PromoteSource source, Connection target) {
        List<Problem> problems = new ArrayList<>();
        if (source.connection().isPresent() && route.from().isPresent()) {
            halfPulled(route.from().get(), source.connection().get()).ifPresent(problems::add);
        }
        halfPulled(route.to(), target).ifPresent(problems::add);
        refuse(problems);
    }

    private static Optional<Problem> halfPulled(Database side, Connection connection) {
        return LoadSession.leftAnywhere(connection, side.shown(), Duration.ZERO)
                .map(left -> halfPulled(side, !left.condemned(connection).isEmpty()));
    }

    private static Problem halfPulled(Database side, boolean unproven) {
        String command = "mvn sync:pull-prod -Dto=" + side.environment();
        return unproven
                ? new Problem(
                        "The proof of a pull into " + side.environment() + " has found what should have been masked",
                        side.shown(),
                        "Empty what holds it, and end that pull: " + command + " -Dsync.restoreIndexes")
                : new Problem(
                        "A pull into " + side.environment() + " is under way, or did not come to its end",
                        side.shown(),
                        "Let it come to its end, or continue it with " + command
                                + " -Dsync.resume, or end it with -Dsync.restoreIndexes");
    }

    /** A side without a history says nothing about what it has: neither "all" nor "nothing" may be assumed. */
    private static void refuseMissingHistory(
            PromoteRoute route,
            Optional<PromoteSource.Applied> source,
            Migrations migrations,
            History target,
            Catalog catalog) {
        if (source.isPresent() && !source.get().history().exists()) {
            String from = route.fromName();
            refuse(List.of(new Problem(
                    "There is no Flyway history in " + from + ", so nothing can be promoted from it",
                    from + ": table " + source.get().migrations().historyTable(),
                    "Bring " + from + " up first: mvn sync:promote -Dto=" + from
                            + "\nIf its history has another name, set flyway.table and flyway.defaultSchema")));
        }
        boolean hasTables = catalog.tables().stream()
                .anyMatch(table -> migrations.schemas().contains(table.name().schema())
                        && table.extension().isEmpty());
        if (!target.exists() && hasTables) {
            String to = route.to().environment();
            refuse(List.of(new Problem(
                    "There are tables in " + to + " but no Flyway history, so it is unknown what was applied to it",
                    to + ": table " + migrations.historyTable(),
                    "Baseline it with Flyway at the version that it has (flyway baseline), or point"
                            + " environments." + to + ".url to an empty database.\n"
                            + "If its history has another name, set flyway.table and flyway.defaultSchema")));
        }
    }

    private static Problem problem(PromoteRoute route, Divergence divergence) {
        return new Problem(
                divergence.kind() + ": " + divergence.detail(),
                route.fromName() + " -> " + route.to().environment() + ", " + divergence.script(),
                divergence.remedy());
    }

    private static Optional<String> versionAfter(History history, HistoryComparison comparison) {
        return comparison.pending().stream()
                .flatMap(pending -> pending.version().stream())
                .reduce((earlier, later) -> later)
                .or(history::version);
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
    }
}
