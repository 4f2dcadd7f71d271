package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.maven.console.MavenConsole;
import dev.dbsync.maven.project.ProjectClasspath;
import org.apache.maven.plugin.MojoFailureException;

/** A goal that works with what the configuration file says. */
abstract class AbstractSyncMojo extends AbstractGoalMojo {

    AbstractSyncMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    final void run(ProjectClasspath classpath, MavenConsole console) throws MojoFailureException {
        try (Sync sync = sync().events(console).classpath(classpath).open()) {
            run(sync, console);
        }
    }

    /**
     * @throws SyncException for what the user can mend
     * @throws MojoFailureException when the goal ended, and was reported, as a failure
     */
    abstract void run(Sync sync, MavenConsole console) throws MojoFailureException;
}
