package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.maven.console.MavenConsole;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;

/** Checks the configuration file alone, strictly and completely. It needs no database and resolves no variable. */
@Mojo(name = "validate", requiresProject = false, aggregator = true, threadSafe = true)
public final class ValidateMojo extends AbstractSyncMojo {

    @Inject
    ValidateMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    OptimizingCompiler.Kept keptFromOptimizing() {
        return OptimizingCompiler.Kept.ALL_BUT_ROWS;
    }

    @Override
    void run(Sync sync, MavenConsole console) {
        console.lines(summary(sync.config()));
    }

    private static String summary(SyncConfig config) {
        String chain = config.chain().stream()
                .map(name -> config.isProtected(name) ? name + " (protected)" : name)
                .collect(Collectors.joining(" -> "));
        return """
                %s is valid
                  chain:        %s
                  environments: %s
                  lookups:      %s
                  anonymize:    %s""".formatted(
                        config.baseDirectory().relativize(config.file()),
                        chain,
                        String.join(", ", config.environments().keySet()),
                        counted(config.lookups().size(), "table"),
                        counted(config.anonymize().tables().size(), "table"));
    }

    private static String counted(int count, String noun) {
        return count == 0 ? "none" : count + " " + noun + (count == 1 ? "" : "s");
    }
}
