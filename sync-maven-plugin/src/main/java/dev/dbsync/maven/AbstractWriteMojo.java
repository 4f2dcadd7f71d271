package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Report;
import dev.dbsync.maven.console.MavenConsole;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * A goal that changes a database: it plans, asks, and tells how it ended.
 *
 * @param <R> how
 */
abstract class AbstractWriteMojo<R extends Report> extends AbstractSyncMojo {

    /** Show the plan and stop there. */
    @Parameter(property = "sync.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * The answer to the plan's question, for runs that nobody can be asked in: <code>yes</code>, or the id of the plan.
     * A protected environment is changed by the id alone.
     */
    @Parameter(property = "sync.confirm")
    private String confirm;

    AbstractWriteMojo(MavenComponents maven) {
        super(maven);
    }

    /** Runs the goal; what the user can mend is in the report. */
    abstract R write(Sync sync, Confirmation confirmation);

    /** The report for a person to read; its first word is the outcome. */
    abstract String text(R report);

    @Override
    final void run(Sync sync, MavenConsole console) throws MojoFailureException {
        R report = write(sync, confirmation(console));
        if (report.outcome().isFailure()) {
            console.failure(text(report));
            throw new MojoFailureException(report.outcome() + ": sync:" + report.goal() + " -Dto=" + report.to());
        }
        console.lines(text(report));
    }

    final Confirmation confirmation(MavenConsole console) {
        return new Confirmation(
                Optional.ofNullable(confirm),
                isInteractive() ? Optional.of(maven().prompt(console, getLog())) : Optional.empty());
    }

    final boolean isDryRun() {
        return dryRun;
    }

    /** @throws SyncException when {@code -Dto} is missing */
    static void requireTo(String to, String goal, String example) {
        if (to == null || to.isBlank()) {
            throw new SyncException(new Problem(
                    "sync:" + goal + " needs to know which environment to change",
                    "-Dto",
                    "Name it, for example:\n  mvn sync:" + goal + " -Dto=" + example));
        }
    }
}
