package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.snapshot.SourceSnapshot;
import java.sql.Connection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every way of filling a target works with.
 *
 * @param plan confirmed
 * @param config what sync.yaml says about pulls
 * @param source that is read
 * @param snapshot of it, held until the pull is done
 * @param reading a session of the caller's that sees the snapshot
 * @param needs what its proof has to know besides
 * @param flow what all that reads rows of the source shares
 * @param sourceView the source's catalog, as it is in the snapshot
 */
record Pull(
        PullPlan plan,
        PullConfig config,
        Database source,
        SourceSnapshot snapshot,
        Connection reading,
        CatalogView sourceView,
        ProofNeeds needs,
        CopyFlow flow,
        EventSink events) {

    /** The planned tables, with the partitioned ones above them. */
    Set<TableName> selectedWithParents() {
        Set<TableName> names = new TreeSet<>();
        for (PlannedTable table : plan.tables()) {
            sourceView
                    .catalog()
                    .table(table.table())
                    .ifPresent(found -> sourceView.partitions().upwards(found).forEach(each -> names.add(each.name())));
        }
        return names;
    }
}
