package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.pull.PreviewRequest;
import dev.dbsync.core.pull.RawValues;
import dev.dbsync.core.report.PreviewText;
import dev.dbsync.maven.console.MavenConsole;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows what the masking rules make of production's values: for each rule twenty of them, the shape of what goes in
 * beside what comes out. It copies nothing, and writes no value of production to any file.
 */
@Mojo(name = "preview", requiresProject = false, aggregator = true, threadSafe = true)
public final class PreviewMojo extends AbstractSyncMojo {

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

    /** Also show the values as they are in production, on the terminal alone; refused where there is none. */
    @Parameter(property = "sync.showValues", defaultValue = "false")
    private boolean showValues;

    @Inject
    PreviewMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    void run(Sync sync, MavenConsole console) {
        if (showValues && !console.onTerminalOnly("Values of production, on this terminal alone:")) {
            throw new SyncException(new Problem(
                    "Values of production are shown on a terminal only: what is printed here, a log may keep",
                    "-Dsync.showValues",
                    "Run it at a terminal, without -B, or leave it out: shapes are shown then"));
        }
        RawValues onTerminal =
                (table, column, value, output) -> console.onTerminalOnly(PreviewText.raw(table, column, value, output));
        Optional<RawValues> raw = showValues ? Optional.of(onTerminal) : Optional.empty();
        console.lines(PreviewText.of(sync.preview(new PreviewRequest(Names.list(tables), Names.list(exclude)), raw)));
    }
}
