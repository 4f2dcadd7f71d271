package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.backup.RestoreReport;
import dev.dbsync.core.backup.RestoreRequest;
import dev.dbsync.core.report.RestoreText;
import dev.dbsync.core.run.Confirmation;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Brings a backup that a promotion took back into an empty database, or over one that is not. */
@Mojo(name = "restore", requiresProject = false, aggregator = true, threadSafe = true)
public final class RestoreMojo extends AbstractWriteMojo<RestoreReport> {

    /** The environment to restore into; its database must be empty, unless it is to be overwritten. Required. */
    @Parameter(property = "to")
    private String to;

    /** The backup, by its path or its name in the backup directory. Default: the newest one of the environment. */
    @Parameter(property = "sync.backup")
    private String backup;

    /**
     * Drop all that the target holds, in the transaction of the restore. Without it, a target that is not empty is
     * refused.
     */
    @Parameter(property = "sync.overwrite", defaultValue = "false")
    private boolean overwrite;

    @Inject
    RestoreMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    void checkParameters() {
        requireTo(to, "restore", "local -Dsync.backup=NAME");
    }

    @Override
    RestoreReport write(Sync sync, Confirmation confirmation) {
        return sync.restore(request(), confirmation);
    }

    @Override
    String text(RestoreReport report) {
        return RestoreText.of(report);
    }

    RestoreRequest request() {
        return new RestoreRequest(to.trim(), Names.one(backup), isDryRun(), overwrite);
    }
}
