package dev.dbsync.maven;

import dev.dbsync.core.Sync;
import dev.dbsync.core.SyncBuilder;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.ReportFile;
import dev.dbsync.maven.console.LibraryLogging;
import dev.dbsync.maven.console.MavenConsole;
import dev.dbsync.maven.project.FlywayPluginSettings;
import dev.dbsync.maven.project.ProjectClasspath;
import dev.dbsync.maven.settings.SettingsCredentials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * How every goal runs: skip, or check the parameters, run, and translate what went wrong. A failure that the user can
 * mend becomes a {@link MojoFailureException}, after its problems were printed once; anything else is a defect, and
 * becomes a {@link MojoExecutionException} with its stack trace.
 */
abstract class AbstractGoalMojo extends AbstractMojo {

    /** What starts Maven, and nothing else does. */
    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    /** The configuration file, relative to the project's base directory. */
    @Parameter(property = "sync.config", defaultValue = "sync.yaml")
    private File config;

    /** Log one line and do nothing. */
    @Parameter(property = "sync.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** Of the project, or the current one where there is no project. */
    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    private File baseDirectory;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    private final MavenComponents maven;

    AbstractGoalMojo(MavenComponents maven) {
        this.maven = maven;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Sync is skipped (sync.skip)");
            return;
        }
        LibraryLogging.quiet();
        if (isAllOfThisJvm()) {
            OptimizingCompiler.holdBackAtFirst(keptFromOptimizing(), getLog());
        }
        try (MavenConsole console = MavenConsole.of(getLog(), isInteractive())) {
            run(console);
        } catch (RuntimeException e) {
            Exception known = new UnexpectedException(e);
            throw new MojoExecutionException(
                    "Sync failed unexpectedly: this is a defect of Sync or of this machine. " + known.getMessage(),
                    known);
        }
    }

    private void run(MavenConsole console) throws MojoFailureException {
        try (ProjectClasspath classpath = maven.classpath(project, session, console)) {
            // Whoever reads it after a failure must not find how an earlier run ended.
            goal().ifPresent(new ReportFile(outputDirectory())::delete);
            checkTyped(console);
            checkParameters();
            run(classpath, console);
        } catch (SyncException e) {
            console.problems(e.problems());
            throw new MojoFailureException(
                    e.problems().size() == 1 ? e.problem().what() : e.problems().size() + " problems, listed above");
        }
    }

    private void checkTyped(MavenConsole console) {
        TypedParameters typed = new TypedParameters(session.getUserProperties(), plugin, this::isOfTheProject);
        List<Problem> misspelt = typed.misspelt();
        if (!misspelt.isEmpty()) {
            throw new SyncException(misspelt);
        }
        typed.ignored().forEach(console::warning);
    }

    /** Whether the POM has a property of that name, or the configuration a variable. */
    private boolean isOfTheProject(String name) {
        return project.getProperties().containsKey(name) || variables().contains("${" + name);
    }

    /** The text of the configuration; empty where it cannot be read, which whoever opens it complains about. */
    private String variables() {
        try {
            return Files.readString(config.toPath());
        } catch (IOException e) {
            return "";
        }
    }

    /** More where the goal usually takes a few seconds, most of which the JVM needs to get under way. */
    OptimizingCompiler.Kept keptFromOptimizing() {
        return OptimizingCompiler.Kept.LIBRARIES;
    }

    /** Whether this JVM was started for goals of ours, and ends with them: one of a daemon or an IDE is not ours. */
    private boolean isAllOfThisJvm() {
        return System.getProperty("sun.java.command", "").startsWith(MAVEN)
                && session.getGoals().stream()
                        .allMatch(goal -> goal.startsWith(plugin.getGoalPrefix() + ":")
                                || goal.startsWith(plugin.getGroupId() + ":" + plugin.getArtifactId() + ":"));
    }

    /** Complains about what can be known to be wrong before the configuration is read. */
    void checkParameters() {}

    /**
     * @throws SyncException for what the user can mend
     * @throws MojoFailureException when the goal ended, and was reported, as a failure
     */
    abstract void run(ProjectClasspath classpath, MavenConsole console) throws MojoFailureException;

    /** Not opened yet. */
    final SyncBuilder sync() {
        return Sync.builder(config.toPath(), baseDirectory.toPath())
                .properties(properties())
                .credentials(new SettingsCredentials(session.getSettings(), maven.settingsDecrypter()))
                .embeddedBinaries(maven.binaries(project, session))
                .flywayDefaults(new FlywayPluginSettings(project, session.getUserProperties()))
                .outputDirectory(outputDirectory());
    }

    /** This goal as typed. */
    private Optional<String> goal() {
        return plugin.getMojos().stream()
                .filter(goal -> getClass().getName().equals(goal.getImplementation()))
                .map(MojoDescriptor::getGoal)
                .findFirst();
    }

    /** Whether somebody may be asked: not with {@code -B}, nor where settings.xml says no. */
    final boolean isInteractive() {
        return session.getSettings().isInteractiveMode();
    }

    final MavenComponents maven() {
        return maven;
    }

    /** For {@code ${…}}: the command line wins over the project, and both over the JVM. */
    private Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Properties properties :
                new Properties[] {session.getSystemProperties(), project.getProperties(), session.getUserProperties()
                }) {
            properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
        }
        return all;
    }

    private Path outputDirectory() {
        boolean isProject = project.getBasedir() != null && project.getBuild() != null;
        Path target = isProject
                ? Path.of(project.getBuild().getDirectory())
                : baseDirectory.toPath().resolve("target");
        return target.resolve("sync");
    }
}
