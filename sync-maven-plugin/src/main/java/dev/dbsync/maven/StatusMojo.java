package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.report.StatusText;
import dev.dbsync.core.status.StatusReport;
import dev.dbsync.core.status.StatusRequest;
import dev.dbsync.maven.console.MavenConsole;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Compares the Flyway histories, lookup tables and reachability of every environment of the chain, and says which
 * command mends what is not in sync. It changes nothing.
 */
@Mojo(name = "status", requiresProject = false, aggregator = true, threadSafe = true)
public final class StatusMojo extends AbstractSyncMojo {

    /** Only these environments, separated by commas. Default: the whole chain. */
    @Parameter(property = "sync.env")
    private List<String> environments;

    /** Fail the build when a link of the chain is not in sync. */
    @Parameter(property = "sync.failIfOutOfSync", defaultValue = "false")
    private boolean failIfOutOfSync;

    @Inject
    StatusMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    OptimizingCompiler.Kept keptFromOptimizing() {
        return OptimizingCompiler.Kept.ALL_BUT_ROWS;
    }

    @Override
    void run(Sync sync, MavenConsole console) throws MojoFailureException {
        StatusReport report = sync.status(request());
        console.lines(StatusText.of(report));
        if (failIfOutOfSync && !report.inSync()) {
            throw new MojoFailureException("The chain is not in sync (sync.failIfOutOfSync): see the table above");
        }
    }

    StatusRequest request() {
        Set<String> names = new LinkedHashSet<>(Names.list(environments).orElse(List.of()));
        return new StatusRequest(names);
    }
}
