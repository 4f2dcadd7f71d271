package dev.dbsync.core.pull;

import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.copy.CopyFormats;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** All that is asked of a target at the source's schema before a row of it is replaced; by plan and execution alike. */
final class TargetChecks {

    private TargetChecks() {}

    /**
     * @param target in a transaction, which goes on
     * @param flow by which rows of the source are read
     * @throws RefusedException with every problem there is
     */
    static TargetFit run(
            List<PlannedTable> tables,
            CatalogView sourceView,
            CatalogView targetView,
            MaskingPolicy masking,
            TableCopy.Side source,
            TableCopy.Side target,
            CopyFlow flow,
            String to)
            throws SQLException {
        TargetFit fit = fit(tables, sourceView, targetView, source, target, to);
        MaskedSample.check(fit, masking, source, target, flow);
        return fit;
    }

    /** The same without the sample. */
    static TargetFit fit(
            List<PlannedTable> tables,
            CatalogView sourceView,
            CatalogView targetView,
            TableCopy.Side source,
            TableCopy.Side target,
            String to)
            throws SQLException {
        List<TableName> names = tables.stream().map(PlannedTable::table).toList();
        List<Problem> secured = RowSecurity.ofTarget(target.connection(), targetView, names, target.shown());
        if (!secured.isEmpty()) {
            // The questions below would fail by it.
            throw new RefusedException(secured);
        }
        CopyFormats formats = CopyFormats.between(source.connection(), target.connection());
        TargetFit fit = TargetFit.of(tables, sourceView, targetView, formats, to);
        ForeignKeyReach reach = new ForeignKeyReach();
        reach.inwards(fit, targetView, target.connection(), to);
        List<Problem> problems = new ArrayList<>(reach.problems());
        problems.addAll(Privileges.notOwned(target.connection(), fit.touched(), target.shown()));
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return fit;
    }
}
