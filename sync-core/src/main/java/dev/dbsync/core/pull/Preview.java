package dev.dbsync.core.pull;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.copy.FormatChoice;
import dev.dbsync.core.copy.MaskedRead;
import dev.dbsync.core.copy.SessionSettings;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.masking.ColumnDecision;
import dev.dbsync.core.masking.MaskingKey;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.run.Step;
import dev.dbsync.core.run.SyncVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries the masks on some rows of the source, and writes to no database. */
public final class Preview {

    /** Of each table: enough to find twenty values that differ, in most columns. */
    private static final int ROWS = 500;

    private final SyncConfig config;
    private final Environments environments;
    private final Variables variables;
    private final Checkout checkout;
    private final EventSink events;

    public Preview(
            SyncConfig config, Environments environments, Variables variables, Checkout checkout, EventSink events) {
        this.config = config;
        this.environments = environments;
        this.variables = variables;
        this.checkout = checkout;
        this.events = events;
    }

    /**
     * @param raw hears the values as they are; empty where nobody is to
     * @throws dev.dbsync.core.problem.RefusedException when a rule does not hold, or a column has none: as a pull would
     */
    public MaskingReport run(PreviewRequest request, Optional<RawValues> raw) {
        String from = config.pull().from();
        Database source = environments.database(from, "pull.from");
        Step step = new Step("Try the masks on rows of " + from);
        return step.run(
                events,
                () -> new LimitRemedies(config.pull()).during(() -> tried(request, raw, source)),
                report -> report.masked().size() + " columns masked");
    }

    private MaskingReport tried(PreviewRequest request, Optional<RawValues> raw, Database source) {
        try (Connection connection = source.connectReadOnly("preview")) {
            SessionSettings.apply(connection);
            SourceLimits.time(config.pull(), connection);
            Migrations migrations = checkout.of(source);
            PlannedSource planned = PlannedSource.read(
                    source, connection, migrations, migrations, request.pull(), config.pull(), events);
            MaskingKey key = MaskingKey.of(config.anonymize().key(), variables, events);
            MaskingPolicy policy = MaskingPolicy.of(
                    new MaskingInputs(config, environments)
                            .scope(planned.view().catalog(), planned.tables(), migrations.defaultSchema()),
                    key,
                    connection,
                    events);
            return report(planned, policy, raw);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot try the masks", source.shown(), "");
        }
    }

    private MaskingReport report(PlannedSource planned, MaskingPolicy policy, Optional<RawValues> raw)
            throws SQLException {
        Map<ColumnDecision, PreviewedColumn> columns = new LinkedHashMap<>();
        policy.columns().stream()
                .filter(ColumnDecision::masked)
                .forEach(decision -> columns.put(
                        decision,
                        new PreviewedColumn(
                                decision, policy.promises(decision.table()).get(decision.column()), raw)));
        CopyFlow flow = SourceLimits.flow(config.pull());
        TableCopy.Side source = new TableCopy.Side(planned.shown(), planned.connection());
        FormatChoice text = FormatChoice.text("values are shown");
        for (PlannedTable table : PlannedTables.of(
                planned.tables(), planned.view(), policy, planned.conditions(), (name, masked) -> text)) {
            List<PreviewedColumn> masked = table.masked().keySet().stream()
                    .map(column -> columns.get(policy.column(table.table(), column)))
                    .toList();
            if (!masked.isEmpty()) {
                MaskedRead.run(new MaskedColumns(policy).observed(table, Optional.of(ROWS), masked), source, flow);
            }
        }
        List<MaskedValues> all = policy.columns().stream()
                .map(decision ->
                        columns.containsKey(decision) ? columns.get(decision).result() : MaskedValues.unread(decision))
                .toList();
        return new MaskingReport(
                planned.environment(),
                Optional.empty(),
                "PREVIEW",
                Instant.now(),
                Optional.empty(),
                policy.keyFingerprint(),
                policy.isKeyOfThisRunOnly(),
                Map.of(
                        "Sync",
                        SyncVersion.text(),
                        "PostgreSQL of " + planned.environment(),
                        planned.identity().server()),
                Map.of(),
                List.of(),
                all,
                planned.selection().leftOut(),
                Optional.empty(),
                List.of());
    }
}
