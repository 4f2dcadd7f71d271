package dev.dbsync.maven;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.Prompt;
import dev.dbsync.maven.console.MavenConsole;
import dev.dbsync.maven.console.TypedAnswer;
import dev.dbsync.maven.project.MavenBinaries;
import dev.dbsync.maven.project.ProjectClasspath;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.components.interactivity.Prompter;
import org.eclipse.aether.RepositorySystem;

/** The parts of Maven itself that goals need, injected together. */
final class MavenComponents {

    private final SettingsDecrypter settingsDecrypter;
    private final RepositorySystem repositorySystem;
    private final ProjectDependenciesResolver dependenciesResolver;
    private final Prompter prompter;

    @Inject
    MavenComponents(
            SettingsDecrypter settingsDecrypter,
            RepositorySystem repositorySystem,
            ProjectDependenciesResolver dependenciesResolver,
            Prompter prompter) {
        this.settingsDecrypter = settingsDecrypter;
        this.repositorySystem = repositorySystem;
        this.dependenciesResolver = dependenciesResolver;
        this.prompter = prompter;
    }

    SettingsDecrypter settingsDecrypter() {
        return settingsDecrypter;
    }

    Prompt prompt(MavenConsole console, Log log) {
        return new TypedAnswer(prompter, console, log);
    }

    ProjectClasspath classpath(MavenProject project, MavenSession session, EventSink events) {
        return new ProjectClasspath(project, dependenciesResolver, session.getRepositorySession(), events);
    }

    MavenBinaries binaries(MavenProject project, MavenSession session) {
        return new MavenBinaries(repositorySystem, session.getRepositorySession(), project);
    }
}
