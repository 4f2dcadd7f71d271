package dev.dbsync.maven.project;

import dev.dbsync.core.Sync;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.DefaultDependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.DependencyResolutionRequest;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.graph.Dependency;

/**
 * What {@code classpath:} means: the project's compiled classes and resources, and its dependencies without those for
 * tests. Put together when first asked for: most runs never ask, and need neither a compiled project nor its
 * dependencies.
 */
public final class ProjectClasspath implements Supplier<ClassLoader>, AutoCloseable {

    private final MavenProject project;
    private final ProjectDependenciesResolver resolver;
    private final RepositorySystemSession session;
    private final EventSink events;
    private Optional<URLClassLoader> loader = Optional.empty();

    public ProjectClasspath(
            MavenProject project,
            ProjectDependenciesResolver resolver,
            RepositorySystemSession session,
            EventSink events) {
        this.project = project;
        this.resolver = resolver;
        this.session = session;
        this.events = events;
    }

    @Override
    public synchronized ClassLoader get() {
        if (loader.isEmpty()) {
            // Below Sync's own loader: Java migrations must see the Flyway that runs them, not another of the project.
            loader = Optional.of(new URLClassLoader(urls(), Sync.class.getClassLoader()));
        }
        return loader.get();
    }

    @Override
    public synchronized void close() {
        try {
            if (loader.isPresent()) {
                loader.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URL[] urls() {
        if (project.getBasedir() == null) {
            events.warning("Migrations are looked for on the classpath, but there is no project here that has one.\n"
                    + "Run in the directory of its pom.xml, or set flyway.locations to a 'filesystem:' location.");
            return new URL[0];
        }
        Path classes = Path.of(project.getBuild().getOutputDirectory());
        if (!Files.isDirectory(classes)) {
            events.warning("Migrations are looked for on the classpath, but " + shown(classes)
                    + " does not exist: those of this project are not seen until it is compiled.\n"
                    + "Run 'mvn compile' first, or set flyway.locations to a 'filesystem:' location.");
        }
        List<URL> urls = new ArrayList<>();
        urls.add(url(classes));
        for (Dependency dependency : dependencies()) {
            if (dependency.getArtifact().getFile() != null) {
                urls.add(url(dependency.getArtifact().getFile().toPath()));
            }
        }
        return urls.toArray(URL[]::new);
    }

    private List<Dependency> dependencies() {
        DependencyResolutionRequest request = new DefaultDependencyResolutionRequest(project, session);
        request.setResolutionFilter((node, parents) -> node.getDependency() == null
                || !Artifact.SCOPE_TEST.equals(node.getDependency().getScope()));
        try {
            return resolver.resolve(request).getResolvedDependencies();
        } catch (DependencyResolutionException e) {
            throw new SyncException(
                    new Problem(
                            "The project's dependencies could not be resolved, and a 'classpath:' location asks for"
                                    + " them",
                            project.getId(),
                            "See what 'mvn dependency:resolve' says. A 'filesystem:' location needs no dependencies;"
                                    + " modules of the same build must be installed first."),
                    e);
        }
    }

    private String shown(Path path) {
        Path base = project.getBasedir() == null
                ? path.getRoot()
                : project.getBasedir().toPath();
        return path.startsWith(base) ? base.relativize(path).toString() : path.toString();
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every file has a URL", e);
        }
    }
}
