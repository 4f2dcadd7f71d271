package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullRequest;
import dev.dbsync.core.pull.RestoreIndexesReport;
import dev.dbsync.core.pull.RestoreIndexesRequest;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.report.RestoreIndexesText;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Report;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Copies production data into another environment, anonymized while it is copied: plan, load, verify, report. */
@Mojo(name = "pull-prod", requiresProject = false, aggregator = true, threadSafe = true)
public final class PullProdMojo extends AbstractWriteMojo<Report> {

    /** The environment to fill. Default: <code>pull.to</code> of the configuration. */
    @Parameter(property = "to")
    private String to;

    /**
     * Only these tables, by name or pattern (<code>*</code>), separated by commas. Default: <code>pull.tables</code> of
     * the configuration, or all.
     */
    @Parameter(property = "sync.tables")
    private List<String> tables;

    /**
     * Not these tables, by name or pattern (<code>*</code>), separated by commas. Default: <code>pull.exclude</code> of
     * the configuration.
     */
    @Parameter(property = "sync.exclude")
    private List<String> exclude;

    /** Goes on where an interrupted pull has stopped: what it has copied is kept. */
    @Parameter(property = "sync.resume", defaultValue = "false")
    private boolean resume;

    /**
     * Copies nothing, but puts back the indexes, keys and triggers that an interrupted pull has set aside, and ends it.
     */
    @Parameter(property = "sync.restoreIndexes", defaultValue = "false")
    private boolean restoreIndexes;

    /**
     * Runs the checkout's own migrations on the rows when they are there, and says how long each took: a rehearsal of
     * the next release.
     */
    @Parameter(property = "sync.migrate", defaultValue = "false")
    private boolean migrate;

    @Inject
    PullProdMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    void checkParameters() {
        if (resume && restoreIndexes) {
            throw new SyncException(new Problem(
                    "An interrupted pull is either continued or ended, not both",
                    "-Dsync.resume, -Dsync.restoreIndexes",
                    "Leave one of them out"));
        }
        if (migrate && restoreIndexes) {
            throw new SyncException(new Problem(
                    "Where no rows are pulled, there are none to run migrations on",
                    "-Dsync.migrate, -Dsync.restoreIndexes",
                    "Leave one of them out"));
        }
    }

    @Override
    Report write(Sync sync, Confirmation confirmation) {
        return restoreIndexes
                ? sync.restoreIndexes(new RestoreIndexesRequest(Names.one(to), isDryRun()), confirmation)
                : sync.pullProd(request(), confirmation);
    }

    @Override
    String text(Report report) {
        return report instanceof RestoreIndexesReport restored
                ? RestoreIndexesText.of(restored)
                : PullText.of((PullReport) report);
    }

    PullRequest request() {
        return new PullRequest(Names.one(to), Names.list(tables), Names.list(exclude), isDryRun(), resume, migrate);
    }
}
