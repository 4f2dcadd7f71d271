package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.promote.PromoteReport;
import dev.dbsync.core.promote.PromoteRequest;
import dev.dbsync.core.report.PromoteText;
import dev.dbsync.core.run.Confirmation;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Moves schema (Flyway migrations) and lookup tables from the predecessor in the chain to the named environment: plan,
 * confirm, back up, one transaction, verify, report.
 */
@Mojo(name = "promote", requiresProject = false, aggregator = true, threadSafe = true)
public final class PromoteMojo extends AbstractWriteMojo<PromoteReport> {

    /**
     * The environment to change. Its predecessor in the chain is the source; the first of the chain takes the
     * checkout's own migrations. Required.
     */
    @Parameter(property = "to")
    private String to;

    /**
     * Whether the plan and promote.json name lookup rows by the values of their keys, also for a protected target.
     * Without it they hold no value of any row.
     */
    @Parameter(property = "sync.showValues", defaultValue = "false")
    private boolean showValues;

    /**
     * Losses of data that are meant, where pending scripts drop, empty or narrow something in a protected environment:
     * schemas, tables, columns as <code>table.column</code>, or <code>*</code>. A dry run lists what would need it.
     */
    @Parameter(property = "sync.allowDestructive")
    private List<String> allowDestructive;

    @Inject
    PromoteMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    OptimizingCompiler.Kept keptFromOptimizing() {
        return OptimizingCompiler.Kept.ALL_BUT_ROWS;
    }

    @Override
    void checkParameters() {
        requireTo(to, "promote", "test");
    }

    @Override
    PromoteReport write(Sync sync, Confirmation confirmation) {
        return sync.promote(request(), confirmation);
    }

    @Override
    String text(PromoteReport report) {
        return PromoteText.of(report);
    }

    PromoteRequest request() {
        return new PromoteRequest(
                to.trim(),
                isDryRun(),
                showValues,
                Set.copyOf(Names.list(allowDestructive).orElse(List.of())));
    }
}
