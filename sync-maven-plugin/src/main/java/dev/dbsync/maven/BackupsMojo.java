package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.backup.BackupsReport;
import dev.dbsync.core.backup.BackupsRequest;
import dev.dbsync.core.report.BackupsText;
import dev.dbsync.maven.console.MavenConsole;
import java.util.LinkedHashSet;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Lists the backups that promotions took, unfinished and damaged ones included. It asks no database. */
@Mojo(name = "backups", requiresProject = false, aggregator = true, threadSafe = true)
public final class BackupsMojo extends AbstractSyncMojo {

    /** Only backups of these environments, separated by commas. Default: all. */
    @Parameter(property = "sync.env")
    private List<String> environments;

    /** Read every file of every backup again, and fail the build when one is not as it was written. */
    @Parameter(property = "sync.verify", defaultValue = "false")
    private boolean verify;

    @Inject
    BackupsMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    OptimizingCompiler.Kept keptFromOptimizing() {
        return OptimizingCompiler.Kept.ALL_BUT_ROWS;
    }

    @Override
    void run(Sync sync, MavenConsole console) throws MojoFailureException {
        BackupsReport report = sync.backups(request());
        console.lines(BackupsText.of(report));
        if (verify && !report.damaged().isEmpty()) {
            throw new MojoFailureException(report.damaged().size() + " damaged backup(s): see above");
        }
    }

    BackupsRequest request() {
        return new BackupsRequest(new LinkedHashSet<>(Names.list(environments).orElse(List.of())), verify);
    }
}
