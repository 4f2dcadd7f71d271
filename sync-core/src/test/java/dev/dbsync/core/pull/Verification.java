package dev.dbsync.core.pull;

import dev.dbsync.core.comparison.RowComparison;
import dev.dbsync.core.comparison.TableVerdict;
import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.copy.CopyFormats;
import dev.dbsync.core.copy.SessionSettings;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Compares the rows of two databases as a pull does, at any time after one, for tests. */
final class Verification {

    private final Database prod;
    private final Database local;
    private final PullPlan plan;
    private long seed = 1;

    /** @param plan by which the one was filled from the other */
    Verification(Database prod, Database local, PullPlan plan) {
        this.prod = prod;
        this.local = local;
        this.plan = plan;
    }

    Verification seed(long value) {
        seed = value;
        return this;
    }

    List<TableVerdict> verdicts(Verify mode) {
        try (Connection reading = prod.connectReadOnly("test");
                Connection written = local.connect("test")) {
            SessionSettings.apply(reading);
            SessionSettings.apply(written);
            CatalogView source = CatalogView.read(reading);
            CatalogView target = CatalogView.read(written);
            RowComparison comparison = new RowComparison(mode, source, target, plan.masking(), "local", seed);
            return units(plan, source, target, CopyFormats.between(reading, written)).stream()
                    .map(unit -> comparison.compare(reading, written, unit))
                    .toList();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What is compared at once. */
    static List<RowComparison.Unit> units(PullPlan plan, CatalogView source, CatalogView target, CopyFormats formats) {
        return RowComparison.units(
                TargetFit.of(plan.tables(), source, target, formats, "local").loads().stream()
                        .map(TargetFit.Load::sent)
                        .toList(),
                source,
                target);
    }

    /** The only table's. */
    TableVerdict verdict(Verify mode) {
        List<TableVerdict> verdicts = verdicts(mode);
        if (verdicts.size() != 1) {
            throw new AssertionError(verdicts.size() + " verdicts instead of one");
        }
        return verdicts.get(0);
    }

    /** What differs, one sentence each. */
    List<String> problems(Verify mode) {
        return verdicts(mode).stream()
                .flatMap(verdict -> verdict.problems().stream())
                .map(Problem::what)
                .toList();
    }
}
