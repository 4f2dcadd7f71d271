package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullRequest;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.run.Confirmation;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Copies production data into another environment, anonymized while it is copied: plan, load, verify, report. */
@Mojo(name = "pull-prod", requiresProject = false, aggregator = true, threadSafe = true)
public final class PullProdMojo extends AbstractWriteMojo<PullReport> {

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

    @Inject
    PullProdMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    PullReport write(Sync sync, Confirmation confirmation) {
        return sync.pullProd(request(), confirmation);
    }

    @Override
    String text(PullReport report) {
        return PullText.of(report);
    }

    PullRequest request() {
        return new PullRequest(Names.one(to), Names.list(tables), Names.list(exclude), isDryRun(), resume);
    }
}
