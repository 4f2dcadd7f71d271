package dev.dbsync.core.pull;

import dev.dbsync.core.config.ProofConfig;
import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.copy.CopyFormats;
import dev.dbsync.core.copy.FormatChoice;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.masking.MaskingKey;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.PlanId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** A plan in the making: what is known of the source, and step by step what that means for the target. */
final class PullPlanning {

    private final SyncConfig config;
    private final Environments environments;
    private final Variables variables;
    private final EventSink events;
    private final PullRequest request;
    private final PlannedSource source;
    private final Database target;
    private final Connection targetConnection;
    private final Migrations migrations;
    private final String from;
    private final String to;
    private final PulledBefore pulledBefore;
    private final List<String> notices;

    /** @param migrations of the target */
    PullPlanning(
            SyncConfig config,
            Environments environments,
            Variables variables,
            EventSink events,
            PullRequest request,
            PlannedSource source,
            Database target,
            Connection targetConnection,
            Migrations migrations) {
        this.config = config;
        this.environments = environments;
        this.variables = variables;
        this.events = events;
        this.request = request;
        this.source = source;
        this.target = target;
        this.targetConnection = targetConnection;
        this.migrations = migrations;
        this.from = source.environment();
        this.to = target.environment();
        this.pulledBefore = new PulledBefore(config.stateDirectory());
        this.notices = new ArrayList<>(source.notices());
    }

    /**
     * @throws RefusedException when something speaks against the pull: each problem found
     * @throws SQLException when a side cannot be read
     */
    PullPlan plan() throws SQLException {
        List<String> unknown =
                new ProtectedDatabases(config, environments).refuse(target, Set.of(from, to), targetConnection);
        CatalogView targetView = CatalogView.read(targetConnection);
        History history = migrations.history(targetConnection);
        FillingChoice choice = FillingChoice.of(
                config.pull().mode(),
                source,
                target,
                targetConnection,
                () -> PendingDrops.of(source.migrations(), source.history(), migrations, history),
                pulledBefore);
        notices.addAll(choice.notices());
        SessionOutlook.left(choice.mode(), targetConnection, target.shown(), to, config.option());
        boolean swap = choice.mode() == Mode.SWAP;
        SchemaAgreement schema = SchemaAgreement.of(
                source.migrations(),
                source.history(),
                migrations,
                swap ? History.absent() : history,
                swap || targetView.isEmpty(),
                swap || TargetSchema.isUnused(targetConnection, targetView, migrations));
        SessionOutlook.unmigrated(choice.mode(), schema.scripts(), targetConnection, target, from, config.option());
        notices.addAll(schema.notices());
        Set<TableName> names = source.names();
        refuseUnless(swap ? List.of() : RowSecurity.ofTarget(targetConnection, targetView, names, target.shown()));
        refuseUnless(RowSecurity.ofBuilt(
                source.connection(),
                names,
                migrations.sql(schema.scripts()).values(),
                targetConnection,
                target.shown()));
        PlannedRehearsal rehearsal = PlannedRehearsal.of(request, from, migrations, source.history());
        notices.addAll(rehearsal.notices(from));

        MaskingKey key = MaskingKey.of(config.anonymize().key(), variables, events);
        MaskingInputs inputs = new MaskingInputs(config, environments);
        MaskingPolicy masking = MaskingPolicy.of(
                inputs.scope(
                        source.view().catalog(),
                        source.tables(),
                        source.migrations().defaultSchema()),
                key,
                source.connection(),
                events);
        boolean built = swap || targetView.isEmpty() || !schema.scripts().isEmpty();
        notices.addAll(allowed(inputs, swap, built));
        List<PlannedTable> tables = PlannedTables.of(
                source.tables(), source.view(), masking, source.conditions(), formats(targetView, swap));
        refuseUnless(LargeObjects.referenced(tables, source.connection(), source.shown()));
        Optional<TargetFit> fit = checkTarget(tables, targetView, schema, masking, swap);
        if (request.resume()) {
            notices.addAll(SessionOutlook.resumed(choice.mode(), tables, targetConnection, target, config.option()));
        }
        notices.addAll(SessionOutlook.hindrances(
                choice.mode(),
                fit,
                targetConnection,
                new LoadTarget(target.shown(), migrations.defaultSchema(), LoadInPlace.PATIENCE)));

        boolean empty = targetView.isEmpty();
        DatabaseIdentity identity = DatabaseIdentity.of(targetConnection);
        LoadDigests digests = new LoadDigests(config.anonymize(), tables, key);
        Reason reason = confirmation(identity, empty, unknown);
        return new PullPlan(
                from,
                to,
                id(identity, schema, choice, rehearsal, digests),
                reason.level(),
                reason.why(),
                source.shown(),
                target.shown(),
                Map.of(from, source.identity().server(), to, identity.server()),
                swap || empty,
                schema.scripts(),
                tables,
                source.selection().leftOut(),
                notices,
                masking,
                new Filling(
                        choice.mode(),
                        choice.why(),
                        workers(choice.mode()),
                        migrations.defaultSchema(),
                        source.histories(),
                        digests.identity(source.identity()),
                        choice.losses(),
                        config.pull().maxRate()),
                request,
                config.option());
    }

    private List<String> allowed(MaskingInputs inputs, boolean swap, boolean built) throws SQLException {
        List<ProofConfig.Allowed> allowed = config.anonymize().proof().allowed();
        return allowed.isEmpty()
                ? List.of()
                : AllowedColumns.notices(
                        allowed,
                        AllowedColumns.read(source.connection()),
                        new AllowedColumns.Target(AllowedColumns.read(targetConnection), !swap, built),
                        source.names(),
                        () -> inputs.others(AllowedColumns::read).stream()
                                .flatMap(List::stream)
                                .toList());
    }

    /** A table that is still to be made in the target will be what it is in the source. */
    private BiFunction<Table, Set<String>, FormatChoice> formats(CatalogView targetView, boolean swap)
            throws SQLException {
        CopyFormats present = CopyFormats.between(source.connection(), targetConnection);
        CopyFormats made = present.ofCopies();
        return (table, masked) -> targetView
                .catalog()
                .table(table.name())
                .filter(there -> !swap)
                .map(there -> present.of(table, there, masked))
                .orElseGet(() -> made.of(table, table, masked));
    }

    private int workers(Mode mode) throws SQLException {
        return mode == Mode.TRANSACTION
                ? 1
                : WorkerCount.of(
                        config.pull().workers(), source.connection(), source.shown(), targetConnection, target.shown());
    }

    /** Empty where the tables are compared later. */
    private Optional<TargetFit> checkTarget(
            List<PlannedTable> tables,
            CatalogView targetView,
            SchemaAgreement schema,
            MaskingPolicy masking,
            boolean swap)
            throws SQLException {
        ForeignKeyReach reach = new ForeignKeyReach();
        reach.outwards(
                source.names(),
                source.view(),
                source.connection(),
                Optional.of(targetView).filter(view -> !swap),
                targetConnection,
                to);
        notices.addAll(reach.notices());
        refuseUnless(reach.problems());
        if (swap || !schema.scripts().isEmpty()) {
            notices.add("The tables of " + to + " are compared with those of " + from
                    + ", and a sample of masked rows is tried, when the migrations have run and before any row is"
                    + " replaced");
            return Optional.empty();
        }
        return Optional.of(TargetChecks.run(
                tables,
                source.view(),
                targetView,
                masking,
                new TableCopy.Side(source.shown(), source.connection()),
                new TableCopy.Side(target.shown(), targetConnection),
                SourceLimits.flow(config.pull()),
                to));
    }

    private record Reason(ConfirmationLevel level, String why) {}

    /** @param unknown protected environments that the target may be */
    private Reason confirmation(DatabaseIdentity identity, boolean empty, List<String> unknown) {
        if (config.environment(to, "-Dto").isEmbedded()) {
            return new Reason(ConfirmationLevel.NONE, "is a database of Sync's own");
        }
        if (empty) {
            return new Reason(ConfirmationLevel.NONE, "is empty");
        }
        if (pulledBefore.contains(identity)) {
            return new Reason(ConfirmationLevel.NONE, "was filled by a pull before");
        }
        if (!unknown.isEmpty()) {
            // An address of this machine may be the end of a tunnel.
            return new Reason(
                    ConfirmationLevel.YES,
                    "could be " + String.join(" or ", unknown)
                            + " under another name: it is protected, and cannot be asked from here");
        }
        if (PullGuards.isLoopback(target.url())) {
            return new Reason(ConfirmationLevel.NONE, "is on this machine");
        }
        return new Reason(ConfirmationLevel.YES, "may hold rows that no pull brought");
    }

    private PlanId id(
            DatabaseIdentity identity,
            SchemaAgreement schema,
            FillingChoice choice,
            PlannedRehearsal rehearsal,
            LoadDigests digests) {
        PlanId.Builder id = PlanId.of(PullReport.GOAL)
                .part("from", from)
                .part("source", source.identity().key())
                .part("to", to)
                .part("target", identity.key())
                .part("schema", schema.digest())
                .part("mode", choice.mode().name());
        choice.losses().forEach(loss -> id.part("loss", loss));
        rehearsal.addTo(id);
        digests.addTo(id);
        return id.build();
    }

    private static void refuseUnless(List<Problem> none) {
        if (!none.isEmpty()) {
            throw new RefusedException(none);
        }
    }
}
