package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.classify.ClassifyReport;
import dev.dbsync.core.classify.ClassifyRequest;
import dev.dbsync.core.report.ClassifyText;
import dev.dbsync.maven.console.MavenConsole;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Proposes a masking rule for each column that needs one, by its name, comment, type and a sample of its values, and
 * brings the file that <code>anonymize.file</code> names up to date. What a person wrote there stays. It changes no
 * database, and shows and stores no value.
 */
@Mojo(name = "classify", requiresProject = false, aggregator = true, threadSafe = true)
public final class ClassifyMojo extends AbstractSyncMojo {

    /** The environment whose columns are looked at. Default: <code>pull.from</code>. */
    @Parameter(property = "sync.from")
    private String from;

    /** Show what would change in the file, and leave it as it is. */
    @Parameter(property = "sync.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Fail the build when a column needs a rule and has none in the file: one that a person must decide about, or, with
     * <code>sync.dryRun</code>, any that is new.
     */
    @Parameter(property = "sync.failIfUnclassified", defaultValue = "false")
    private boolean failIfUnclassified;

    @Inject
    ClassifyMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    void run(Sync sync, MavenConsole console) throws MojoFailureException {
        ClassifyReport report = sync.classify(request());
        console.lines(ClassifyText.of(report));
        int unclassified = report.unclassified().size();
        if (failIfUnclassified && unclassified > 0) {
            throw new MojoFailureException(
                    unclassified + " column(s) without a masking rule (sync.failIfUnclassified): see above");
        }
    }

    ClassifyRequest request() {
        return new ClassifyRequest(Optional.ofNullable(from).filter(name -> !name.isBlank()), dryRun);
    }
}
